/** Ratios to the fastest peer as bars, SVG; readable on light and dark ground. */
import { LENGTHS } from "./texts.mjs";

const ROW = 22;
const LEFT = 190;
const WIDTH = 720;
const BAR = 13;

export function chart({ oneText, simd128, bulk, coldStart, runtimeBytes, wholeBytes, memory }) {
  const rows = [
    ...LENGTHS.map((n) => [`one text, ${n} tokens`, oneText[n]]),
    ...[16, 32].map((n) => [`SIMD128, ${n} tokens`, simd128[n]]),
    ["bulk, short descriptions", bulk.short],
    ["bulk, long titles", bulk.long],
    ["start to first vector", coldStart],
    ["memory", memory],
    ["bytes, whole", { median: wholeBytes.ratio }],
    ["bytes, runtime", { median: runtimeBytes.ratio }],
  ].filter(([, value]) => value);
  // Runtime bytes dwarf the rest: a scale of logarithms, from half to forty times.
  const x = (ratio) =>
    LEFT + ((Math.log2(Math.min(40, Math.max(0.5, ratio))) + 1) / (Math.log2(40) + 1)) * (WIDTH - LEFT - 60);
  const height = rows.length * ROW + 46;
  const ticks = [0.5, 1, 2, 4, 8, 16, 32].map(
    (ratio) =>
      `<line x1="${at(x(ratio))}" x2="${at(x(ratio))}" y1="10" y2="${height - 34}" class="${ratio === 1 ? "one" : "tick"}"/>` +
      `<text x="${at(x(ratio))}" y="${height - 18}" text-anchor="middle">${ratio}×</text>`,
  );
  const bars = rows.map(([name, { median, low, high }], index) => {
    const y = 14 + index * ROW;
    const whisker =
      low === undefined
        ? ""
        : `<line x1="${at(x(low))}" x2="${at(x(high))}" y1="${y + BAR / 2}" y2="${y + BAR / 2}" class="whisker"/>`;
    const from = Math.min(x(1), x(median));
    const end = Math.max(x(median), x(high ?? median), x(1));
    return (
      `<text x="${LEFT - 8}" y="${y + 10}" text-anchor="end">${name}</text>` +
      `<rect x="${at(from)}" y="${y}" width="${at(Math.abs(x(median) - x(1)))}" height="${BAR}" rx="2" class="${median >= 1 ? "better" : "worse"}"/>` +
      `${whisker}<text x="${at(end + 6)}" y="${y + 10}" class="value">${median.toFixed(median < 10 ? 2 : 0)}×</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Ratios of the fastest peer to Aisle">
<style>
text{font:12px system-ui,sans-serif;fill:#57606a}.value{font-weight:600}
.tick{stroke:#8b949e;stroke-opacity:.25}.one{stroke:#8b949e}.better{fill:#2da44e}.worse{fill:#cf5b3c}.whisker{stroke:#57606a;stroke-width:2}
@media (prefers-color-scheme:dark){text{fill:#b1bac4}.whisker{stroke:#b1bac4}}
</style>
${ticks.join("\n")}
${bars.join("\n")}
<text x="${LEFT}" y="${height - 3}">the fastest (or smallest) peer's figure ÷ ours; whiskers are quartiles</text>
</svg>
`;
}

const at = (value) => value.toFixed(1);
