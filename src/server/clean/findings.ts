/** Collects what cleaning finds, by reason. */
import type { DataQuality, QualityAction, QualityFinding } from "../ingest/dataQuality";

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 160;

export interface Findings {
  /** Adds to what the same reason has found before. */
  add(finding: Omit<QualityFinding, "examples"> & { readonly examples?: readonly string[] }): void;
  /** Largest counts first. */
  list(): readonly QualityFinding[];
}

export function createFindings(): Findings {
  const found = new Map<string, QualityFinding>();
  return {
    add({ code, about, action, count, examples = [] }) {
      if (count === 0) return;
      const key = [about, action, code].join(" ");
      const known = found.get(key);
      found.set(key, {
        code,
        about,
        action,
        count: count + (known?.count ?? 0),
        examples: [...(known?.examples ?? []), ...examples.map(shorten)].slice(0, EXAMPLES),
      });
    },
    list: () => [...found.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
  };
}

const ORDER: readonly QualityAction[] = ["dropped", "repaired", "filled", "noticed"];

/** The table of `aisle build`'s log. */
export function printQuality({ events, items, findings }: DataQuality): string {
  const lines = [
    `events  ${count(events.read)} read, ${count(events.kept)} kept`,
    `items   ${count(items.read)} read, ${count(items.kept)} kept`,
  ];
  for (const action of ORDER) {
    for (const { code, about, count: rows, examples } of findings.filter((finding) => finding.action === action)) {
      lines.push(`  ${action.padEnd(8)} ${count(rows).padStart(11)} ${about.padEnd(6)} ${code}`);
      if (examples.length > 0) lines.push(`           ${" ".repeat(19)} ${examples[0]}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function shorten(example: string): string {
  const line = example.replace(/\s+/g, " ").trim();
  return line.length > EXAMPLE_CHARACTERS ? `${line.slice(0, EXAMPLE_CHARACTERS - 1)}…` : line;
}
