import { modelDispatches, sumByLabel } from "../../src/encoder/tiers/webgpu/costModel";
import type { EncoderConfig } from "../../src/format/encoder/weights";
import { markdownTable } from "./markdownTable";

/** Tokens of each text of a batch. */
const BATCHES: readonly { readonly name: string; readonly lengths: readonly number[] }[] = [
  { name: "One text of 16 tokens", lengths: [16] },
  { name: "One text of 128 tokens", lengths: [128] },
  { name: "32 texts of 16 tokens in one batch", lengths: Array(32).fill(16) },
];

/** What the cost model says: for it no GPU is needed. */
export function costMarkdown(config: EncoderConfig): string {
  const { length } = modelDispatches(config, [1]);
  return `## What a forward pass costs on paper

A batch is ${length} dispatches in one submit, over ${length} bind groups that are made once. Operations, and bytes between global
memory and the workgroups, a tile counted as often as it is loaded (\`src/encoder/tiers/webgpu/costModel.ts\`).
${BATCHES.map(({ name, lengths }) => batchMarkdown(name, sumByLabel(modelDispatches(config, lengths)))).join("")}`;
}

function batchMarkdown(name: string, costs: ReturnType<typeof sumByLabel>): string {
  const total = (field: "operations" | "bytesRead" | "bytesWritten", unit: number) =>
    (costs.reduce((sum, cost) => sum + cost[field], 0) / unit).toFixed(2);
  return `
${name}: ${total("operations", 1e9)} billion operations, ${total("bytesRead", 1e6)} MB read, ${total("bytesWritten", 1e6)} MB written.

${markdownTable(
  ["dispatch", "times", "workgroups", "million operations", "MB read", "MB written", "operations a byte"],
  costs.map((cost) => [
    cost.label,
    cost.dispatches,
    cost.workgroups,
    (cost.operations / 1e6).toFixed(1),
    (cost.bytesRead / 1e6).toFixed(2),
    (cost.bytesWritten / 1e6).toFixed(2),
    (cost.operations / (cost.bytesRead + cost.bytesWritten)).toFixed(1),
  ]),
)}
`;
}
