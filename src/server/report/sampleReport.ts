/** A report with every part filled, its numbers made up: for tests. */
import type { Report, ShownItem } from "./report";

const DAY_MS = 86_400_000;
const AS_OF = Date.UTC(2026, 9, 31);
const PICTURE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' fill='%23c96'/%3E%3C/svg%3E";

const shown = (title: string): ShownItem => ({
  title,
  brand: "Hearth & Co",
  category: "Mugs",
  price: 12.5,
  currency: "EUR",
  imageLink: PICTURE,
});
const interval = (mean: number, width: number) => ({ mean, low: mean - width, high: mean + width });

export const sampleReport: Report = {
  kind: "aisle-report",
  schemaVersion: 1,
  title: "Corner shop <Kitchen & Table>",
  buildId: "0123456789abcdef",
  asOf: AS_OF,
  summary: "Ahead of every baseline on discoveries; on repeat purchases level with personal frequency.",
  gate: {
    passed: true,
    checks: [
      {
        name: "No worse than EASE on validation",
        passed: true,
        detail: "NDCG@10 0.0961 against 0.0756, difference +0.0204",
      },
      { name: "Data quality has not collapsed", passed: true, detail: "0.8% of rows left out, 1.1% last time" },
    ],
  },
  data: {
    files: [
      { name: "products.xml", role: "catalog", rows: 412, kept: 404 },
      { name: "orders-2026.csv", role: "events", rows: 93_120, kept: 92_004 },
    ],
    dropped: [
      { code: "duplicate", text: "The same line twice", count: 712, examples: ["536365, 85123A, 6 pieces"] },
      { code: "bot", text: "More acts than a person can do", count: 404 },
    ],
    repaired: [{ code: "seconds", text: "Time in seconds, read as milliseconds", count: 91_000 }],
    filled: [{ code: "category", text: "Category from the nearest texts", count: 17, examples: ["Blue mug → Mugs"] }],
    items: 404,
    shoppers: 4_120,
    orders: 12_090,
    events: 92_004,
    from: AS_OF - 540 * DAY_MS,
    to: AS_OF,
    coverage: [
      { field: "brand", share: 0.98 },
      { field: "category", share: 1 },
      { field: "description", share: 0.71 },
    ],
    activity: Array.from({ length: 40 }, (_, i) => ({
      at: AS_OF - (40 - i) * 14 * DAY_MS,
      events: Math.round(2_000 + 900 * Math.sin(i / 4) + 20 * i),
    })),
    historyLengths: [
      { from: 1, to: 1, count: 900 },
      { from: 2, to: 5, count: 1_800 },
      { from: 6, to: 20, count: 1_100 },
      { from: 21, to: 200, count: 320 },
    ],
    itemOrders: [
      { from: 0, to: 0, count: 12 },
      { from: 1, to: 10, count: 160 },
      { from: 11, to: 100, count: 190 },
      { from: 101, to: 999, count: 42 },
    ],
  },
  splits: [
    { name: "train", from: AS_OF - 540 * DAY_MS, to: AS_OF - 60 * DAY_MS, events: 78_000, shoppers: 3_900 },
    { name: "validation", from: AS_OF - 60 * DAY_MS, to: AS_OF - 30 * DAY_MS, events: 7_100, shoppers: 1_400 },
    { name: "test", from: AS_OF - 30 * DAY_MS, to: AS_OF, events: 6_904, shoppers: 1_320 },
  ],
  tables: [
    {
      name: "home: new to the shopper",
      protocol: "Next basket after 1 October 2026; items bought before are masked; ties share the mean rank.",
      cases: 1_320,
      metrics: ["ndcg@10", "recall@10", "mrr"],
      rows: [
        {
          name: "popularity",
          kind: "baseline",
          values: { "ndcg@10": 0.0611, "recall@10": 0.081, mrr: 0.052 },
          differences: { "ndcg@10": interval(0.0378, 0.005) },
        },
        {
          name: "EASE",
          kind: "baseline",
          values: { "ndcg@10": 0.0891, "recall@10": 0.112, mrr: 0.071 },
          intervals: { "ndcg@10": interval(0.0891, 0.006) },
          differences: { "ndcg@10": interval(0.0098, 0.004) },
        },
        {
          name: "aisle",
          kind: "aisle",
          values: { "ndcg@10": 0.0989, "recall@10": 0.121, mrr: 0.079 },
          intervals: { "ndcg@10": interval(0.0989, 0.006) },
        },
        { name: "aisle without text", kind: "ablation", values: { "ndcg@10": 0.0921, "recall@10": 0.116 } },
      ],
    },
  ],
  slices: [
    {
      name: "By length of history",
      protocol: "NDCG@10 of home; the gain is over EASE.",
      cases: 1_320,
      metrics: ["ndcg@10"],
      rows: [
        {
          name: "history of 1 to 5",
          kind: "slice",
          cases: 700,
          values: { "ndcg@10": 0.101 },
          differences: { "ndcg@10": interval(0.012, 0.006) },
        },
        {
          name: "history of more than 10",
          kind: "slice",
          cases: 210,
          values: { "ndcg@10": 0.082 },
          differences: { "ndcg@10": interval(-0.001, 0.006) },
        },
      ],
    },
  ],
  curves: [
    {
      name: "Text head",
      xLabel: "epoch",
      yLabel: "NDCG@10",
      chosenX: 6,
      note: "Stopped after three epochs without a better one.",
      series: [
        {
          name: "train",
          points: Array.from({ length: 10 }, (_, i) => [i, 0.05 + 0.05 * (1 - Math.exp(-i / 3))] as const),
        },
        {
          name: "validation",
          points: Array.from(
            { length: 10 },
            (_, i) => [i, 0.045 + 0.035 * (1 - Math.exp(-i / 2)) - i * i * 2e-4] as const,
          ),
        },
      ],
    },
  ],
  choices: [
    {
      name: "EASE λ",
      chosen: "200",
      tried: [
        { value: "50", quality: 0.081 },
        { value: "200", quality: 0.0894 },
        { value: "1000", quality: 0.0871 },
      ],
    },
  ],
  blends: [
    {
      placement: "home",
      terms: [
        { name: "behaviour", weight: 1, loss: interval(0.021, 0.006) },
        { name: "words", weight: 0.42, loss: interval(0.004, 0.003) },
        { name: "popularity, 30 days", weight: 0.13 },
      ],
    },
  ],
  notWon: [
    {
      name: "LoRA adapters",
      text: "Two last layers of the encoder, rank 8.",
      budget: "3 trials, 3 seeds, 5 epochs",
      metric: "ndcg@10",
      difference: interval(-0.0008, 0.0031),
    },
  ],
  shoppers: [
    {
      label: "12 orders, mostly mugs",
      history: [
        { item: shown("Blue mug"), act: "bought", at: AS_OF - 40 * DAY_MS },
        { item: shown("Teapot with an infuser"), act: "looked at", at: AS_OF - 44 * DAY_MS },
      ],
      shelves: [
        {
          placement: "home",
          rung: "personal",
          items: [
            {
              item: shown("Kettle <script>alert(1)</script>"),
              score: 3.1,
              hit: true,
              why: [
                {
                  signal: "behaviour",
                  contribution: 1.2,
                  evidence: { kind: "event", event: "purchase", itemId: "mug", title: "Blue mug", at: AS_OF },
                },
              ],
            },
            {
              item: shown("Milk jug"),
              score: 2.4,
              why: [{ signal: "popularity", contribution: 0.4, evidence: { kind: "popularity" } }],
            },
          ],
        },
        { placement: "again", rung: "none", reason: "no_history", items: [] },
      ],
    },
  ],
  neighbours: [
    {
      item: shown("Blue mug"),
      lists: [
        { by: "orders", items: [shown("Green mug"), shown("Kettle")] },
        { by: "adapted text", items: [shown("Green mug"), shown("Espresso cups")] },
      ],
    },
  ],
  exposure: [
    {
      of: "brand",
      placement: "home",
      groups: [
        { name: "Hearth & Co", supply: 0.4, demand: 0.45, exposure: 0.52 },
        { name: "Norrland", supply: 0.35, demand: 0.3, exposure: 0.3 },
        { name: "others", supply: 0.25, demand: 0.25, exposure: 0.18 },
      ],
    },
  ],
  sizes: [
    { role: "item-item", name: "default", bytes: 61_200, brotli: 48_100, before: 60_900, delta: 48_100 },
    { role: "vectors", name: "default", bytes: 160_000, brotli: 149_000, before: 160_000, delta: 0 },
  ],
  timings: [{ step: "ingest", seconds: 3.2 }],
};
