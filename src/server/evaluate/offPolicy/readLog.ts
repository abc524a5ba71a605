/**
 * Reads decisions from what a shopper exported by their own hand (`aisle.profile.export()`), from a line of JSON for each
 * decision, or from several such files.
 */
import { AisleError } from "../../../errors";
import { checkDecision, type Decision } from "./decision";

/** @param name of the file, for messages and as the unit of a profile */
export function readLog(text: string, name: string): Decision[] {
  const whole = parse(text);
  if (isProfile(whole)) return decisionsOf([...listOf(whole.explored), ...whole.events], name);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, i) => {
    const at = `${name}:${i + 1}`;
    const value = parse(line);
    if (typeof value !== "object" || value === null) throw unreadable(at, "it is not JSON");
    return decisionOfLine(value as Partial<LogLine>, at);
  });
}

/** One explored place of a shelf. */
export interface LogLine {
  /** The recommendation's id; decisions of one shopper may share a `unit` instead. */
  readonly shelf?: string;
  readonly unit?: string;
  readonly placement: string;
  readonly position: number;
  readonly best: number;
  readonly pool: readonly { readonly id: string; readonly score: number; readonly propensity: number }[];
  /** Id of what was shown. */
  readonly shown: string;
  readonly reward: number;
}

function decisionOfLine(line: Partial<LogLine>, at: string): Decision {
  const { pool, shown, unit, shelf, placement = "", position = -1, best = Number.NaN, reward = Number.NaN } = line;
  if (!Array.isArray(pool)) throw unreadable(at, "it has no pool");
  return checkDecision(
    {
      unit: unit ?? shelf ?? at,
      placement,
      position,
      best,
      scores: pool.map(({ score }) => score),
      propensities: pool.map(({ propensity }) => propensity),
      chosen: pool.findIndex(({ id }) => id === shown),
      reward,
    },
    at,
  );
}

interface ExportedEvent {
  readonly name?: unknown;
  readonly itemId?: unknown;
  readonly recommendationId?: unknown;
  readonly placement?: unknown;
  readonly position?: unknown;
  readonly impression?: unknown;
  readonly explored?: { readonly best: number; readonly pool: LogLine["pool"] };
}

/** Impressions of explored places; the reward is whether the item was selected or bought from that shelf. */
function decisionsOf(events: readonly ExportedEvent[], name: string): Decision[] {
  const key = ({ recommendationId, itemId }: ExportedEvent) => `${String(recommendationId)}\u001f${String(itemId)}`;
  const answered = new Set(
    events.filter((event) => !event.impression && event.recommendationId !== undefined).map(key),
  );
  const seen = new Set<string>();
  return events.flatMap((event, i) => {
    // A shelf scrolled past twice was decided once.
    if (!event.impression || !event.explored || seen.has(key(event))) return [];
    seen.add(key(event));
    const line = {
      unit: name,
      placement: String(event.placement),
      position: Number(event.position),
      best: event.explored.best,
      pool: event.explored.pool,
      shown: String(event.itemId),
      reward: answered.has(key(event)) ? 1 : 0,
    };
    return [decisionOfLine(line, `${name}, event ${i + 1}`)];
  });
}

/** Older exports have none. */
function listOf(value: unknown): readonly ExportedEvent[] {
  return Array.isArray(value) ? value.filter((event) => typeof event === "object" && event !== null) : [];
}

function isProfile(
  value: unknown,
): value is { readonly events: readonly ExportedEvent[]; readonly explored?: unknown } {
  const file = value as { format?: unknown; events?: unknown } | null | undefined;
  return typeof file === "object" && file !== null && file.format === "aisle-profile" && Array.isArray(file.events);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(at: string, what: string): AisleError {
  return new AisleError("LOG_UNREADABLE", `The log cannot be read at ${at}: ${what}.`, {
    fix: "Give exported profiles, or one decision a line of JSON.",
  });
}
