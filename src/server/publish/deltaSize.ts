/** What a page that has the earlier build downloads of a new one: files whose names are new to it. */
import type { AssetFile, AssetManifest } from "../../format/assets/manifest";

export interface DeltaSize {
  readonly role: string;
  readonly name: string;
  readonly bytes: number;
  /** In the earlier build; absent where it had no such file. */
  readonly before?: number;
  /** Of `bytes`, what is new. */
  readonly delta: number;
}

export function deltaSizes(manifest: AssetManifest, previous: AssetManifest | undefined): readonly DeltaSize[] {
  const known = new Set(previous?.files.flatMap(({ chunks }) => chunks.map(({ file }) => file)));
  const same = (file: AssetFile) => previous?.files.find(({ role, name }) => role === file.role && name === file.name);
  return manifest.files.map((file) => ({
    role: file.role,
    name: file.name,
    bytes: file.bytes,
    before: same(file)?.bytes,
    delta: file.chunks.reduce((sum, chunk) => sum + (known.has(chunk.file) ? 0 : chunk.bytes), 0),
  }));
}

export function printDelta(sizes: readonly DeltaSize[], previous: AssetManifest | undefined): string {
  const lines = sizes.map(({ role, name, bytes, before, delta }) => {
    const label = name === "default" ? role : `${role} ${name}`;
    const change = previous ? `${kilobytes(before ?? 0)} before, ${kilobytes(delta)} to download` : "";
    return `  ${label.padEnd(24)} ${kilobytes(bytes)} ${change}`.trimEnd();
  });
  const total = (of: (size: DeltaSize) => number) => kilobytes(sizes.reduce((sum, size) => sum + of(size), 0));
  const all = `  ${"all".padEnd(24)} ${total(({ bytes }) => bytes)}`;
  lines.push(
    previous
      ? `${all} of which a page that has build ${previous.buildId} downloads ${total(({ delta }) => delta)}`
      : all,
  );
  return `${lines.join("\n")}\n`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toLocaleString("en-US", { maximumFractionDigits: 1, minimumFractionDigits: 1 })} kB`.padStart(
    12,
  );
}
