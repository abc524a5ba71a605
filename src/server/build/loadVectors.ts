/** Item vectors for a build: the shop's own, the encoder's, or none; and those of the shop's own spaces beside them. */
import { detectLanguage } from "../../encoder/language";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import type { AssetManifest } from "../../format/assets/manifest";
import { readEncoderFolder } from "../encoder/encoderFolder";
import { openDatabase } from "../ingest/database";
import type { Dataset, ItemVectors } from "../ingest/dataset";
import { DEFAULT_MEMORY_BYTES, type PrepareOptions } from "../ingest/prepareDataset";
import { findFiles, inspectFile } from "../ingest/sourceFiles";
import { embedItems } from "../vectors/embedItems";
import { ownEncoder } from "../vectors/ownEncoder";
import { readVectors, type VectorsRead } from "../vectors/readVectors";
import { reduceVectors } from "../vectors/reduceVectors";
import type { DataFlags } from "./dataFlags";
import type { Progress } from "./progress";
import { readSpaceFlags } from "./spaceFlags";

export interface LoadedVectors {
  readonly vectors?: ItemVectors;
  /** By name. */
  readonly spaces: Readonly<Record<string, ItemVectors>>;
  /** What the shop's own files held, by what they are called in the log. */
  readonly read: Readonly<Record<string, Omit<VectorsRead, "vectors">>>;
  readonly language?: AssetManifest["language"];
  /** To be published with the assets. */
  readonly encoderFolder?: string;
}

export async function loadVectors(
  { items }: Dataset,
  flags: DataFlags,
  options: PrepareOptions,
  progress: Progress,
): Promise<LoadedVectors> {
  const { cacheFolder, memoryBytes = DEFAULT_MEMORY_BYTES, signal } = options;
  const files = readSpaceFlags(flags.space ?? []);
  const spaces: Record<string, ItemVectors> = {};
  const read: Record<string, Omit<VectorsRead, "vectors">> = {};
  const readOwn = async (name: string, patterns: readonly string[], modelId: string): Promise<ItemVectors> => {
    const sources = [];
    for (const path of findFiles(patterns)) sources.push(await inspectFile(path, signal));
    const db = await openDatabase({ memoryBytes, signal });
    try {
      const onProgress = (rows: number) => progress.tell(`${name}: ${rows} rows`);
      const { vectors, ...counts } = await readVectors(db, sources, items, { modelId, onProgress });
      read[name] = counts;
      return reduceVectors(vectors);
    } finally {
      db.close();
    }
  };
  for (const [name, patterns] of files) spaces[name] = await readOwn(`space ${name}`, patterns, "custom");
  const encoderFolder = flags.encoder === "none" ? undefined : (flags.encoder ?? ownEncoder());
  const language = encoderFolder ? await languageOf(items, encoderFolder) : undefined;
  const loaded = { spaces, read, language, encoderFolder };
  if (flags.vectors?.length) {
    return { ...loaded, vectors: await readOwn("vectors", flags.vectors, flags["vectors-model"] ?? "custom") };
  }
  // Vectors of a language that the encoder does not know say nothing: the page ranks by words then.
  if (!encoderFolder || language?.language === "words") return loaded;
  const vectors = await embedItems(items, {
    encoderFolder,
    cacheFolder,
    signal,
    onProgress: (done, total) => progress.tell(`embedding ${total} texts`, done / total),
  });
  return { ...loaded, vectors: reduceVectors(vectors) };
}

/** A line for each of the shop's own files; nothing where there is none. */
export function printVectors({ read }: LoadedVectors, items: number): string {
  return Object.entries(read)
    .map(([name, { items: known, left }]) => {
      const reasons = [
        [left.unknown, "of unknown items"],
        [left.empty, "empty"],
        [left.unusable, "not finite or all zeros"],
      ] as const;
      const others = reasons.flatMap(([count, what]) => (count > 0 ? [`${count} rows ${what}`] : []));
      return `${name}  ${known} of ${items} items${others.map((text) => `, ${text}`).join("")}\n`;
    })
    .join("");
}

async function languageOf(items: Dataset["items"], folder: string): Promise<AssetManifest["language"]> {
  const { manifest, vocabulary } = await readEncoderFolder(folder);
  return detectLanguage(items, createTokenizer(vocabulary, manifest.tokenizer, manifest.config));
}
