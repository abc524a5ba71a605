/** Item vectors for a build: the shop's own, the encoder's, or none. */
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
import { readVectors } from "../vectors/readVectors";
import { reduceVectors } from "../vectors/reduceVectors";
import type { DataFlags } from "./dataFlags";
import type { Progress } from "./progress";

export interface LoadedVectors {
  readonly vectors?: ItemVectors;
  readonly language?: AssetManifest["language"];
  /** To be published with the assets. */
  readonly encoderFolder?: string;
}

export async function loadVectors(
  { items }: Dataset,
  flags: DataFlags,
  { cacheFolder, memoryBytes = DEFAULT_MEMORY_BYTES, signal }: PrepareOptions,
  progress: Progress,
): Promise<LoadedVectors> {
  const encoderFolder = flags.encoder === "none" ? undefined : (flags.encoder ?? ownEncoder());
  const language = encoderFolder ? await languageOf(items, encoderFolder) : undefined;
  if (flags.vectors?.length) {
    const files = [];
    for (const path of findFiles(flags.vectors)) files.push(await inspectFile(path, signal));
    const db = await openDatabase({ memoryBytes, signal });
    try {
      const vectors = await readVectors(db, files, items, {
        modelId: flags["vectors-model"] ?? "custom",
        onProgress: (rows) => progress.tell(`vectors: ${rows} rows`),
      });
      return { vectors: reduceVectors(vectors), language, encoderFolder };
    } finally {
      db.close();
    }
  }
  if (!encoderFolder) return {};
  // Vectors of a language that the encoder does not know say nothing: the page ranks by words then.
  if (language?.language === "words") return { language, encoderFolder };
  const vectors = await embedItems(items, {
    encoderFolder,
    cacheFolder,
    signal,
    onProgress: (done, total) => progress.tell(`embedding ${total} texts`, done / total),
  });
  return { vectors: reduceVectors(vectors), language, encoderFolder };
}

async function languageOf(items: Dataset["items"], folder: string): Promise<AssetManifest["language"]> {
  const { manifest, vocabulary } = await readEncoderFolder(folder);
  return detectLanguage(items, createTokenizer(vocabulary, manifest.tokenizer, manifest.config));
}
