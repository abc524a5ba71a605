import { barChart } from "../charts";
import { html } from "../markup";
import { bytes } from "../numbers";
import type { AssetSize, Report } from "../report";
import { dataTable, type Section } from "./section";

export function sizesSection({ sizes = [], timings = [] }: Report): Section | undefined {
  if (sizes.length === 0 && timings.length === 0) return undefined;
  const has = (part: "before" | "delta") => sizes.some((size) => size[part] !== undefined);
  const total = (part: keyof AssetSize) =>
    sizes.reduce((sum, size) => sum + ((size[part] as number | undefined) ?? 0), 0);
  const row = (label: string, size: Pick<AssetSize, "bytes" | "brotli" | "before" | "delta">, className?: string) => ({
    className,
    cells: [
      label,
      bytes(size.bytes),
      bytes(size.brotli),
      ...(has("before") ? [size.before === undefined ? "–" : bytes(size.before)] : []),
      ...(has("delta") ? [size.delta === undefined ? "–" : bytes(size.delta)] : []),
    ],
  });
  const nameOf = ({ role, name }: AssetSize) => (name === "default" ? role : `${role} (${name})`);
  const all = { bytes: total("bytes"), brotli: total("brotli"), before: total("before"), delta: total("delta") };
  return {
    id: "sizes",
    title: "What a page downloads",
    body: html`${
      sizes.length > 0 &&
      html`<figure>${barChart(
        "Bytes of each file",
        sizes.map((size) => ({ name: nameOf(size), value: size.bytes, text: bytes(size.bytes) })),
      )}</figure>
      ${dataTable(
        [
          "file",
          "raw",
          "brotli",
          ...(has("before") ? ["before"] : []),
          ...(has("delta") ? ["anew for a returning page"] : []),
        ],
        [...sizes.map((size) => row(nameOf(size), size)), row("together", all, "total")],
      )}
      <p class="protocol">Without the encoder, which is the same from build to build. kB = 1,000 bytes.</p>`
    }
    ${
      timings.length > 0 &&
      dataTable(
        ["step", "seconds"],
        timings.map(({ step, seconds }) => ({ cells: [step, seconds.toFixed(1)] })),
      )
    }`,
  };
}
