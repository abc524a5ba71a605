/** `report.json` checked field by field: it may have been edited, or written by another version. */
import * as v from "valibot";
import { AisleError } from "../../errors";
import { REPORT_SCHEMA_VERSION, type Report } from "./report";

const text = v.pipe(v.string(), v.maxLength(10_000));
/** JSON has no NaN: what could not be computed is `null` there. */
const number = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);
const time = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(100_000));
const interval = v.object({ mean: number, low: number, high: number });
const byName = <T extends v.GenericSchema>(value: T) => v.record(text, value);

const rowCount = v.object({ code: text, text, count: number, examples: v.optional(list(text)) });
const bin = v.object({ from: number, to: number, count: number });
const item = v.object({
  title: text,
  brand: v.optional(text),
  category: v.optional(text),
  price: v.optional(number),
  currency: v.optional(text),
  imageLink: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
});
const metricRow = v.object({
  name: text,
  kind: v.picklist(["aisle", "baseline", "ablation", "slice"]),
  cases: v.optional(number),
  values: byName(number),
  intervals: v.optional(byName(interval)),
  differences: v.optional(byName(interval)),
  note: v.optional(text),
});
const metricTable = v.object({
  name: text,
  protocol: text,
  cases: number,
  metrics: v.pipe(list(text), v.minLength(1)),
  rows: list(metricRow),
});
const evidence = v.variant("kind", [
  v.object({ kind: v.literal("event"), event: text, itemId: text, title: text, at: time }),
  v.object({ kind: v.literal("category"), value: text }),
  v.object({ kind: v.literal("brand"), value: text }),
  v.object({ kind: v.literal("price"), low: number, high: number, currency: v.optional(text) }),
  v.object({ kind: v.literal("query"), text }),
  v.object({ kind: v.literal("item"), itemId: text, title: text }),
  v.object({ kind: v.literal("basket"), itemId: text, title: text }),
  v.object({ kind: v.literal("due"), itemId: text, title: text, at: time, everyDays: number }),
  v.object({ kind: v.literal("popularity") }),
  v.object({ kind: v.literal("freshness"), since: v.optional(time) }),
  v.object({ kind: v.literal("feed") }),
]);

const ReportSchema = v.object({
  kind: v.literal("aisle-report"),
  schemaVersion: v.literal(REPORT_SCHEMA_VERSION),
  title: text,
  buildId: v.optional(text),
  asOf: time,
  summary: v.optional(text),
  gate: v.optional(
    v.object({
      passed: v.boolean(),
      forced: v.optional(text),
      checks: list(v.object({ name: text, passed: v.boolean(), detail: text })),
    }),
  ),
  data: v.optional(
    v.object({
      files: list(v.object({ name: text, role: v.picklist(["catalog", "events"]), rows: number, kept: number })),
      dropped: list(rowCount),
      repaired: list(rowCount),
      filled: v.optional(list(rowCount)),
      items: number,
      shoppers: number,
      orders: number,
      events: number,
      from: time,
      to: time,
      coverage: v.optional(list(v.object({ field: text, share: number }))),
      activity: v.optional(list(v.object({ at: time, events: number }))),
      historyLengths: v.optional(list(bin)),
      itemOrders: v.optional(list(bin)),
    }),
  ),
  splits: v.optional(
    list(
      v.object({
        name: v.picklist(["train", "validation", "test"]),
        from: v.optional(time),
        to: v.optional(time),
        events: number,
        shoppers: number,
      }),
    ),
  ),
  tables: v.optional(list(metricTable)),
  slices: v.optional(list(metricTable)),
  curves: v.optional(
    list(
      v.object({
        name: text,
        xLabel: text,
        yLabel: text,
        series: list(v.object({ name: text, points: list(v.tuple([number, number])) })),
        chosenX: v.optional(number),
        note: v.optional(text),
      }),
    ),
  ),
  choices: v.optional(
    list(v.object({ name: text, chosen: text, tried: list(v.object({ value: text, quality: v.optional(number) })) })),
  ),
  blends: v.optional(
    list(
      v.object({
        placement: text,
        terms: list(v.object({ name: text, weight: number, loss: v.optional(interval) })),
      }),
    ),
  ),
  notWon: v.optional(list(v.object({ name: text, text, budget: text, metric: text, difference: interval }))),
  shoppers: v.optional(
    list(
      v.object({
        label: text,
        history: list(v.object({ item, act: text, at: time })),
        shelves: list(
          v.object({
            placement: text,
            rung: text,
            reason: v.optional(text),
            items: list(
              v.object({
                item,
                score: number,
                why: list(v.object({ signal: text, contribution: number, evidence })),
                hit: v.optional(v.boolean()),
              }),
            ),
          }),
        ),
      }),
    ),
  ),
  neighbours: v.optional(list(v.object({ item, lists: list(v.object({ by: text, items: list(item) })) }))),
  exposure: v.optional(
    list(
      v.object({
        of: text,
        placement: text,
        groups: list(v.object({ name: text, supply: number, demand: v.optional(number), exposure: number })),
      }),
    ),
  ),
  sizes: v.optional(
    list(
      v.object({
        role: text,
        name: text,
        bytes: number,
        brotli: number,
        before: v.optional(number),
        delta: v.optional(number),
      }),
    ),
  ),
  timings: v.optional(list(v.object({ step: text, seconds: number }))),
});

/** @throws AisleError `REPORT_UNREADABLE` */
export function readReport(value: unknown): Report {
  const checked = v.safeParse(ReportSchema, value);
  if (checked.success) return checked.output as Report;
  const [issue] = checked.issues;
  throw new AisleError(
    "REPORT_UNREADABLE",
    `The report cannot be read: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 400),
    { fix: "Build again with this version of Aisle." },
  );
}
