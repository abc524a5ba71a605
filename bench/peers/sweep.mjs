/** The peers' settings, tried out: batch sizes, order, graph optimisation, arena. Writes results/peerSettings.md. */
import { openCandidate } from "./browser.mjs";
import { candidates } from "./candidates.mjs";
import { measureOneText } from "./measureOneText.mjs";
import { median } from "./statistics.mjs";
import { shuffled } from "./texts.mjs";

const BATCHES = [
  { batch: 1, sorted: false },
  { batch: 4, sorted: true },
  { batch: 8, sorted: true },
  { batch: 16, sorted: true },
  { batch: 32, sorted: true },
  { batch: 32, sorted: false },
];
const SESSIONS = [{}, { graph: "extended" }, { graph: "basic" }, { graph: "disabled" }, { arena: "off" }];
const ROUNDS = 3;
const SESSION_ROUNDS = 15;

/** @returns {Promise<string>} the tables, Markdown */
export async function sweepPeers(browser, origin, { descriptions, titles, texts, random }) {
  const short = shuffled(descriptions, random).slice(0, 320);
  const long = shuffled(titles, random).slice(0, 48);
  const lines = ["| peer | batch | order | 320 descriptions, ms | 48 titles, ms |", "|---|---:|---|---:|---:|"];
  for (const candidate of candidates.filter(({ peer }) => peer)) {
    const opened = await openCandidate(browser, origin, candidate);
    await settle(opened, texts);
    const times = BATCHES.map(() => ({ short: [], long: [] }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const index of shuffled([...BATCHES.keys()], random)) {
        for (const [kind, list] of Object.entries({ short, long })) {
          times[index][kind].push(
            await opened.page.evaluate(
              ([turn, batching]) => globalThis.bench.timeBulk(turn, batching),
              [list, BATCHES[index]],
            ),
          );
        }
      }
    }
    await opened.close();
    BATCHES.forEach(({ batch, sorted }, index) => {
      const cells = [median(times[index].short), median(times[index].long)].map((ms) => ms.toFixed(0));
      lines.push(`| ${candidate.label} | ${batch} | ${sorted ? "by length" : "given"} | ${cells.join(" | ")} |`);
    });
  }
  lines.push("", "| onnxruntime-web session | 16 tokens, ms | 64 tokens, ms |", "|---|---:|---:|");
  const direct = candidates.find(({ key }) => key === "onnxruntime");
  const sessions = [];
  for (const query of SESSIONS) {
    const opened = await openCandidate(browser, origin, { ...direct, query: { ...direct.query, ...query } });
    await settle(opened, texts);
    sessions.push({ ...opened, query });
  }
  const times = await measureOneText(
    sessions.map(({ page, query }) => ({ page, candidate: { key: query } })),
    texts,
    { rounds: SESSION_ROUNDS, random },
  );
  for (const { query, close } of sessions) {
    const named = Object.entries(query).map(([name, value]) => `${name}: ${value}`);
    const cells = [16, 64].map((length) => median(times.get(query)[length]).toFixed(2));
    lines.push(`| ${named.join(", ") || "defaults (graph: all, arena: on)"} | ${cells.join(" | ")} |`);
    await close();
  }
  return lines.join("\n");
}

function settle({ page }, texts) {
  const sample = [texts[16][0], texts[64][0]];
  return page.evaluate(
    ([list, limits]) => globalThis.bench.settle(list, limits),
    [sample, { leastMs: 2_000, mostMs: 15_000 }],
  );
}
