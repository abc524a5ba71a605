/** The curve as one SVG: gap reduced against NDCG kept, a line a data set, the chosen bound marked. */
import { NDCG_COST } from "../../src/server/evaluate/fairness/chooseBound";
import { gapReduction } from "../../src/server/evaluate/fairness/tradeOff";
import { type FairnessResult, GAP_GOAL } from "./fairnessBench";

const [WIDTH, HEIGHT] = [640, 360];
const MARGIN = { left: 64, right: 16, top: 24, bottom: 48 };
const COLOURS = ["#2f6f4f", "#b4532a", "#3b5b92"];

export function tradeOffChart(results: readonly FairnessResult[]): string {
  const points = results.map(({ test }) =>
    test.map((point) => ({ x: gapReduction(point, test[0]), y: point.ndcg / test[0].ndcg - 1 })),
  );
  const all = points.flat();
  const right = Math.max(0.5, ...all.map(({ x }) => x));
  const lowest = Math.min(-0.06, ...all.map(({ y }) => y));
  const highest = Math.max(0.01, ...all.map(({ y }) => y));
  const x = (value: number) => MARGIN.left + (value / right) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) =>
    MARGIN.top + ((highest - value) / (highest - lowest)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const number = (value: number) => value.toFixed(1);
  const text = (content: string, at: readonly [number, number], extra = "") =>
    `<text x="${number(at[0])}" y="${number(at[1])}" ${extra}>${content}</text>`;
  const ticks = (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);
  const marks = results.map(({ name, chosen }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const line = points[i].map((point) => `${number(x(point.x))},${number(y(point.y))}`).join(" ");
    const { x: cx, y: cy } = points[i][chosen];
    return [
      `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points[i].map(
        (point) => `<circle cx="${number(x(point.x))}" cy="${number(y(point.y))}" r="3" fill="${colour}"/>`,
      ),
      `<circle cx="${number(x(cx))}" cy="${number(y(cy))}" r="7" fill="none" stroke="${colour}" stroke-width="2"/>`,
      text(name, [MARGIN.left + 12, HEIGHT - MARGIN.bottom - 14 - 18 * (results.length - 1 - i)], `fill="${colour}"`),
    ].join("\n");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<rect x="${number(x(GAP_GOAL))}" y="${MARGIN.top}" width="${number(x(right) - x(GAP_GOAL))}" height="${number(y(-NDCG_COST) - MARGIN.top)}" fill="#e9f2ec"/>`,
    text(
      `the goal: gap −${100 * GAP_GOAL}% at no more than −${100 * NDCG_COST}% NDCG`,
      [x(GAP_GOAL) + 6, MARGIN.top + 16],
      'fill="#4a6b58"',
    ),
    ...ticks(0, right, 0.1).map((value) =>
      text(`${Math.round(100 * value)}%`, [x(value), HEIGHT - MARGIN.bottom + 18], 'text-anchor="middle"'),
    ),
    ...ticks(Math.ceil(lowest * 50) / 50, highest, 0.02).map((value) =>
      [
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${number(y(value))}" y2="${number(y(value))}" stroke="#ddd"/>`,
        text(`${(100 * value).toFixed(0)}%`, [MARGIN.left - 8, y(value) + 4], 'text-anchor="end"'),
      ].join("\n"),
    ),
    ...marks,
    text("gap between exposure and merit, reduced by", [WIDTH / 2, HEIGHT - 10], 'text-anchor="middle"'),
    `<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">change of NDCG@10</text>`,
    "</svg>",
    "",
  ].join("\n");
}
