import type { SizeRow } from "./encoderSizes";

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 16, 16, 64];
const COLOURS = ["#2da44e", "#0969da", "#bf8700", "#cf5b3c"];

/** NDCG@10 in percent of full precision's against megabytes on the wire; readable on light and dark ground. */
export function sizesChart(rows: readonly SizeRow[]): string {
  const sets = Object.keys(rows[0].text);
  const sized = rows.filter((row) => row.brotli !== undefined && !row.table);
  const lines = sets.flatMap((set) =>
    (["blended", "text"] as const).map((kind) => ({
      name: `${set}, ${kind === "text" ? "text alone" : "blended"}`,
      points: sized
        .map((row) => ({ mb: row.brotli! / 1e6, kept: 100 - row[kind][set].loss.mean, chosen: row.chosen }))
        .sort((a, b) => a.mb - b.mb),
    })),
  );
  const most = Math.max(...sized.map((row) => row.brotli! / 1e6));
  const kept = lines.flatMap(({ points }) => points.map((point) => point.kept));
  const [low, high] = [Math.floor(Math.min(96, ...kept)), Math.ceil(Math.max(101, ...kept))];
  const x = (mb: number) => LEFT + (mb / most) * (WIDTH - LEFT - RIGHT);
  const y = (percent: number) => TOP + ((high - percent) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const ticks = [
    ...Array.from({ length: high - low + 1 }, (_, i) => low + i).map(
      (percent) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(percent))}" y2="${at(y(percent))}" class="${percent === 100 ? "whole" : "tick"}"/>` +
        `<text x="${LEFT - 6}" y="${at(y(percent) + 4)}" text-anchor="end">${percent}%</text>`,
    ),
    ...Array.from({ length: Math.floor(most / 2) + 1 }, (_, i) => 2 * i).map(
      (mb) => `<text x="${at(x(mb))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${mb}</text>`,
    ),
  ];
  const drawn = lines.map(({ points, name }, i) => {
    const path = points.map(({ mb, kept: percent }) => `${at(x(mb))},${at(y(percent))}`).join(" ");
    const dots = points.map(
      ({ mb, kept: percent, chosen }) =>
        `<circle cx="${at(x(mb))}" cy="${at(y(percent))}" r="${chosen ? 6 : 3}" fill="${COLOURS[i]}"/>`,
    );
    const key = { x: LEFT + (i % 2) * 330, y: HEIGHT - 26 + Math.floor(i / 2) * 16 };
    return (
      `<polyline points="${path}" fill="none" stroke="${COLOURS[i]}" stroke-width="2"/>${dots.join("")}` +
      `<circle cx="${key.x}" cy="${key.y - 4}" r="4" fill="${COLOURS[i]}"/><text x="${key.x + 10}" y="${key.y}">${name}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="NDCG@10 in percent of full precision against megabytes on the wire">
<style>
text{font:12px system-ui,sans-serif;fill:#57606a}
.tick{stroke:#8b949e;stroke-opacity:.25}.whole{stroke:#8b949e}
@media (prefers-color-scheme:dark){text{fill:#b1bac4}}
</style>
${ticks.join("\n")}
${drawn.join("\n")}
<text x="${WIDTH - RIGHT}" y="${HEIGHT - BOTTOM + 32}" text-anchor="end">MB on the wire; the large dots are what the demo ships</text>
</svg>
`;
}

const at = (value: number) => value.toFixed(1);
