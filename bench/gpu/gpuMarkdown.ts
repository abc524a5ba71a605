import type { WgslDot } from "../../src/encoder/ops/linear/dot.wgsl";
import type { EncoderConfig } from "../../src/format/encoder/weights";
import { costMarkdown } from "./costMarkdown";
import { markdownTable } from "./markdownTable";
import type { Agreement, Speed } from "./measureForward";

export interface GpuReport {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  /** No graphics card: a Vulkan on the processor stood in. */
  readonly software: boolean;
  readonly adapter: Readonly<Record<"vendor" | "architecture" | "device" | "description", string>>;
  readonly features: readonly string[];
  readonly modelId: string;
  readonly config: EncoderConfig;
  readonly probe: { readonly chosen: WgslDot; readonly times: Partial<Record<WgslDot, number>> };
  readonly spellings: readonly (Speed & {
    readonly dot: WgslDot;
    readonly agreement: Agreement;
    readonly gpuBytes: number;
    readonly dispatches: number;
    readonly bindGroups: number;
  })[];
  readonly wasm: Speed & { readonly build: string };
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);
const perSecond = (value: number) => value.toFixed(value < 10 ? 1 : 0);

export function gpuMarkdown(report: GpuReport): string {
  const { adapter, spellings, wasm, probe } = report;
  const lengths = Object.keys(wasm.oneText).map(Number);
  const name = [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(", ");
  const tried = Object.entries(probe.times).map(([dot, time]) => `${dot} ${ms(time)}`);
  const warning = report.software
    ? "\n**No graphics card was at hand: a Vulkan on the processor stood in. Cosines, dispatches and bytes hold; the times say nothing of a GPU.**\n"
    : "";
  const engines = [
    ...spellings.map((spelling) => ({ name: `WebGPU, ${spelling.dot}`, speed: spelling })),
    { name: `wasm, ${wasm.build}, one thread`, speed: wasm },
  ];
  return `# The GPU tier

\`npm run bench:gpu\`, ${report.date}: Dawn for Node ${report.node} on ${name}; processor ${report.cpu}. Encoder ${report.modelId}.
${warning}
The probe took **${probe.chosen}** (milliseconds of the widest layer over 128 tokens: ${tried.join(", ")}); \`shader-f16\` is ${report.features.includes("shader-f16") ? "there" : "not there"}.

## Agreement with the reference

Cosine to the vectors of the reference engine, which are kept rounded to 8 bits, over ${spellings[0].agreement.texts} golden texts.

${markdownTable(
  ["", "mean", "least", "text of the least", "GPU MB", "dispatches", "bind groups"],
  spellings.map(({ dot, agreement, gpuBytes, dispatches, bindGroups }) => [
    `WebGPU, ${dot}`,
    agreement.mean.toFixed(5),
    agreement.least.toFixed(5),
    `\`${JSON.stringify(agreement.leastText).replaceAll(/[`|]/g, " ")}\``,
    (gpuBytes / 1e6).toFixed(1),
    dispatches,
    bindGroups,
  ]),
)}

## One text

Median milliseconds by tokens.

${markdownTable(
  ["", ...lengths.map(String)],
  engines.map(({ name, speed }) => [name, ...lengths.map((length) => ms(speed.oneText[length]))]),
)}

## Bulk

Texts a second: short ones of 8 to 32 tokens, long ones of 64 to 128, sorted by length; the columns are the tokens of a batch.

${bulkTable(engines)}

${costMarkdown(report.config)}`;
}

function bulkTable(engines: readonly { readonly name: string; readonly speed: Speed }[]): string {
  const kinds = ["short", "long"] as const;
  const batches = Object.keys(engines[0].speed.bulk.short).map(Number);
  return markdownTable(
    ["", ...kinds.flatMap((kind) => batches.map((tokens) => `${kind}, ${tokens}`))],
    engines.map(({ name, speed }) => [
      name,
      ...kinds.flatMap((kind) =>
        batches.map((tokens) => (tokens in speed.bulk[kind] ? perSecond(speed.bulk[kind][tokens]) : "–")),
      ),
    ]),
  );
}
