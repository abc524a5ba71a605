/**
 * The report's charts, as SVG: Observable Plot on a document of its own, since Node has none. Colours are the page's
 * custom properties, so that a chart follows light and dark.
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Markup, trusted } from "./markup";
import { metricName, metric as metricText } from "./numbers";
import type { Curve, ExposureReport, HistogramBin, MetricTable } from "./report";

const ACCENT = "var(--accent)";
const MUTED = "var(--muted)";
const SERIES = ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-4)", "var(--series-5)"];
const WIDTH = 560;
const ROW_HEIGHT = 26;

type PlotOptions = Parameters<typeof Plot.plot>[0];

function chart(label: string, options: PlotOptions): Markup {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const width = options?.width ?? WIDTH;
  const figure = Plot.plot({
    width,
    marginLeft: 60,
    // As large as it was drawn, and never smaller than its letters can be read, which the width of a phone allows.
    style: {
      background: "none",
      color: "currentColor",
      fontSize: "13px",
      maxWidth: `${width}px`,
      minWidth: `${Math.min(width, 330)}px`,
    },
    ...options,
    document: document as unknown as Document,
    className: "chart",
  });
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", label);
  // Without a style of its own a page of fifty charts keeps one.
  for (const style of figure.querySelectorAll("style")) style.remove();
  return trusted(figure.outerHTML);
}

/** Each row's value with its interval where there is one; ours stands out. */
export function metricChart(table: MetricTable, name: string): Markup {
  const rows = table.rows
    .filter((row) => Number.isFinite(row.values[name]))
    .map((row) => ({
      name: row.name,
      value: row.values[name],
      low: row.intervals?.[name]?.low,
      high: row.intervals?.[name]?.high,
      own: row.kind === "aisle",
    }));
  const colour = (row: (typeof rows)[number]) => (row.own ? ACCENT : MUTED);
  return chart(`${table.name}: ${metricName(name)} of each model`, {
    height: rows.length * ROW_HEIGHT + 64,
    marginLeft: 190,
    marginRight: 60,
    marginBottom: 44,
    x: { label: `${metricName(name)} →`, labelOffset: 40, grid: true, zero: true, ticks: 5 },
    y: { label: null, domain: rows.map((row) => row.name), padding: 0.35 },
    marks: [
      Plot.barX(rows, { x: "value", y: "name", fill: colour, fillOpacity: 0.85 }),
      Plot.ruleY(
        rows.filter((row) => row.low !== undefined && row.high !== undefined),
        { x1: "low", x2: "high", y: "name", stroke: "currentColor", strokeWidth: 1.5 },
      ),
      Plot.text(rows, {
        x: (row) => row.high ?? row.value,
        y: "name",
        text: (row) => metricText(row.value),
        textAnchor: "start",
        dx: 6,
        fill: "currentColor",
      }),
      Plot.ruleX([0], { stroke: "currentColor" }),
    ],
  });
}

/** Lines of one figure over epochs, steps or parameters. */
export function curveChart(curve: Curve): Markup {
  const points = curve.series.flatMap(({ name, points: line }) => line.map(([x, y]) => ({ name, x, y })));
  const names = curve.series.map(({ name }) => name);
  const ends = curve.series.flatMap(({ name, points: line }) => {
    const last = line.at(-1);
    return last ? [{ name, x: last[0], y: last[1] }] : [];
  });
  return chart(`${curve.name}: ${curve.yLabel} by ${curve.xLabel}`, {
    height: 270,
    width: 460,
    marginRight: 110,
    marginBottom: 44,
    x: { label: `${curve.xLabel} →`, labelOffset: 40 },
    y: { label: `↑ ${curve.yLabel}`, grid: true, nice: true },
    color: { domain: names, range: names.map((_, i) => SERIES[i % SERIES.length]) },
    marks: [
      ...(curve.chosenX === undefined
        ? []
        : [Plot.ruleX([curve.chosenX], { stroke: ACCENT, strokeDasharray: "3,3", strokeWidth: 1.5 })]),
      Plot.lineY(points, { x: "x", y: "y", stroke: "name", strokeWidth: 2 }),
      Plot.dot(points, { x: "x", y: "y", fill: "name", r: 2.5 }),
      Plot.text(ends, { x: "x", y: "y", text: "name", fill: "name", textAnchor: "start", dx: 8 }),
    ],
  });
}

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Written behind the bar. */
  readonly text: string;
}

export function barChart(label: string, bars: readonly Bar[]): Markup {
  return chart(label, {
    height: bars.length * ROW_HEIGHT + 14,
    marginLeft: 190,
    marginRight: 100,
    marginTop: 6,
    marginBottom: 8,
    x: { axis: null, zero: true },
    y: { label: null, domain: bars.map((bar) => bar.name), padding: 0.35, tickSize: 0 },
    marks: [
      Plot.barX(bars, { x: "value", y: "name", fill: ACCENT, fillOpacity: 0.85 }),
      Plot.text(bars, { x: "value", y: "name", text: "text", textAnchor: "start", dx: 6, fill: "currentColor" }),
      Plot.ruleX([0], { stroke: "currentColor" }),
    ],
  });
}

/** Events over time, equal steps. */
export function activityChart(activity: readonly { readonly at: number; readonly events: number }[]): Markup {
  const rows = activity.map(({ at, events }) => ({ at: new Date(at), events }));
  return chart("Events over time", {
    height: 200,
    marginBottom: 40,
    x: { label: null, type: "utc" },
    y: { label: "↑ events", grid: true },
    marks: [
      Plot.areaY(rows, { x: "at", y: "events", fill: ACCENT, fillOpacity: 0.18, curve: "monotone-x" }),
      Plot.lineY(rows, { x: "at", y: "events", stroke: ACCENT, strokeWidth: 2, curve: "monotone-x" }),
      Plot.ruleY([0]),
    ],
  });
}

export function histogramChart(label: string, bins: readonly HistogramBin[], xLabel: string): Markup {
  const rows = bins.map(({ from, to, count }) => ({ name: from === to ? String(from) : `${from}–${to}`, count }));
  return chart(label, {
    height: 230,
    width: 460,
    marginBottom: 52,
    x: {
      label: `${xLabel} →`,
      labelOffset: 48,
      domain: rows.map((row) => row.name),
      tickRotate: rows.length > 8 ? -30 : 0,
    },
    y: { label: "↑ count", grid: true },
    marks: [Plot.barY(rows, { x: "name", y: "count", fill: ACCENT, fillOpacity: 0.85 }), Plot.ruleY([0])],
  });
}

/** What a group has of the catalogue, and what it gets of the shelves: the line between is how far shelves lean. */
export function exposureChart({ of, placement, groups }: ExposureReport): Markup {
  const points = groups.flatMap(({ name, supply, exposure }) => [
    { name, share: supply, what: "of the catalogue" },
    { name, share: exposure, what: "of shelf places" },
  ]);
  return chart(`Exposure by ${of} on ${placement}`, {
    width: 460,
    height: groups.length * ROW_HEIGHT + 84,
    marginLeft: 150,
    marginBottom: 44,
    x: { label: "share in % →", labelOffset: 40, percent: true, grid: true, zero: true },
    y: { label: null, domain: groups.map(({ name }) => name) },
    color: { domain: ["of the catalogue", "of shelf places"], range: [MUTED, ACCENT], legend: false },
    marks: [
      Plot.ruleY(groups, {
        x1: "supply",
        x2: "exposure",
        y: "name",
        stroke: "currentColor",
        strokeOpacity: 0.35,
        strokeWidth: 3,
      }),
      Plot.dot(points, { x: "share", y: "name", fill: "what", r: 5.5 }),
    ],
  });
}
