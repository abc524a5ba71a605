/**
 * The asset folder's manifest (`manifest.json`): what `aisle build` learned, file by file. Served without cache; every
 * other file has its hash in its name and never changes.
 *
 * ```
 * manifest.json                     this file, UTF-8 JSON
 * ids-00.<sha256/16>.txt …          a file cut in chunks of at most 1 MiB; concatenated in order they are the file
 * availability.json                 price and stock since the build; short-lived, neither hashed nor listed with the files
 * encoder/manifest.json …           the encoder's own folder (`format/encoder/manifest.ts`)
 * *.br, *.gz                        the same bytes compressed, for servers that send prepared files
 * ```
 *
 * Roles (a reader leaves roles it does not know alone):
 *
 * | role | content | read by |
 * |---|---|---|
 * | `ids` | item ids, one a line: what row r of every other file stands for | `itemIds.ts` |
 * | `catalog` | the items as JSON, for pages that bring no catalogue of their own | `catalogFile.ts` |
 * | `vectors` | item vectors: the encoder's, and under other names those of the shop's own spaces | `vectorFile.ts` |
 * | `text-head` | the head that adapts vectors to behaviour | `../behaviour/textHead.ts` |
 * | `adapted` | item vectors adapted to behaviour, their head and priors | `../behaviour/adapted.ts` |
 * | `item-item` | sparse item-item weights; several, told apart by `name` | `../behaviour/itemItem.ts` |
 * | `popularity` | decayed orders of each item; several, told apart by `name` | `../behaviour/popularity.ts` |
 * | `repeat` | after how many days each item is bought again | `../behaviour/repeat.ts` |
 * | `blend` | weights of the blend, per placement | `../behaviour/blend.ts` |
 */
import * as v from "valibot";
import { AisleError, shown } from "../../errors";

export const ASSETS_SCHEMA_VERSION = 1;
export const MAX_CHUNK_BYTES = 1_048_576;
export const MANIFEST_FILE = "manifest.json";
export const AVAILABILITY_FILE = "availability.json";
/** A role's only file, where no other name is needed. */
export const DEFAULT_NAME = "default";

export const ASSET_ROLES = [
  "ids",
  "catalog",
  "vectors",
  "text-head",
  "adapted",
  "item-item",
  "popularity",
  "repeat",
  "blend",
] as const;
export type AssetRole = (typeof ASSET_ROLES)[number];

const MAX_FILE_BYTES = 2 ** 30;
const MAX_TIME = 8.64e15;

const shortText = v.pipe(v.string(), v.maxLength(200));
const positive = (limit: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limit));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** No slashes and no leading dot: a manifest cannot point outside its folder. */
const fileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/));
/** `encoder/`, or deeper; every part is a plain name. */
const folderName = v.pipe(v.string(), v.maxLength(300), v.regex(/^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)+$/));

const ChunkSchema = v.object({ file: fileName, bytes: positive(MAX_CHUNK_BYTES), sha256 });

const FileSchema = v.object({
  role: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,39}$/)),
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
  /** Of the whole file. */
  bytes: positive(MAX_FILE_BYTES),
  sha256,
  chunks: v.pipe(v.array(ChunkSchema), v.minLength(1), v.maxLength(1_024)),
});

const ManifestSchema = v.object({
  kind: v.literal("aisle-assets"),
  schemaVersion: v.literal(ASSETS_SCHEMA_VERSION),
  /** 16 hexadecimal digits: the same files give the same id. */
  buildId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  /** The kill switch: `false` empties every shelf, with reason `disabled`. */
  enabled: v.boolean(),
  /** Time of the newest event the build has seen, epoch milliseconds. */
  asOf: v.pipe(v.number(), v.finite(), v.minValue(-MAX_TIME), v.maxValue(MAX_TIME)),
  /** Rows of the catalogue: the lines of `ids`. */
  items: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(10_000_000)),
  /** Whether the encoder's vocabulary covers the catalogue's language, and the share of pieces it does not know. */
  language: v.optional(
    v.object({
      language: v.picklist(["covered", "words"]),
      uncovered: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
  ),
  /** Whose vectors these are, and where the encoder's folder lies, relative to this one; absent: none. */
  encoder: v.optional(v.object({ modelId: v.pipe(shortText, v.minLength(1)), folder: folderName })),
  /** Present where an availability file is published: how old it may be, in seconds, when a shelf is shown. */
  availability: v.optional(v.object({ maxAgeSeconds: positive(86_400) })),
  files: v.pipe(v.array(FileSchema), v.maxLength(64)),
});

export type AssetChunk = v.InferOutput<typeof ChunkSchema>;
export type AssetFile = v.InferOutput<typeof FileSchema>;
export type AssetManifest = v.InferOutput<typeof ManifestSchema>;

/**
 * Checks a parsed `manifest.json`: types, ranges, names that stay inside the folder, sums of chunks.
 * @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know
 */
export function readAssetManifest(value: unknown): AssetManifest {
  if (typeof value !== "object" || value === null) throw corrupt("it is not a JSON object");
  const { kind, schemaVersion } = value as { kind?: unknown; schemaVersion?: unknown };
  if (kind !== "aisle-assets") throw corrupt(`its kind is ${shown(kind)}`);
  if (typeof schemaVersion === "number" && schemaVersion > ASSETS_SCHEMA_VERSION) {
    throw new AisleError("ASSET_SCHEMA_NEWER", `The asset folder has schema version ${schemaVersion}.`, {
      seen: schemaVersion,
      fix: `This Aisle reads up to ${ASSETS_SCHEMA_VERSION}: update it, or build with an older one.`,
    });
  }
  const result = v.safeParse(ManifestSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw corrupt(`${v.getDotPath(issue) ?? "the whole"}: ${issue.message}`.slice(0, 300));
  }
  checkFiles(result.output.files);
  return result.output;
}

/** Checks what it writes; keys in a fixed order, so that the same manifest is the same bytes. */
export function writeAssetManifest(manifest: AssetManifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(readAssetManifest(manifest), null, 1)}\n`);
}

/** The file of a role, unless the build has none. */
export function fileOf(manifest: AssetManifest, role: AssetRole, name = DEFAULT_NAME): AssetFile | undefined {
  return manifest.files.find((file) => file.role === role && file.name === name);
}

function checkFiles(files: readonly AssetFile[]): void {
  const keys = new Set<string>();
  const chunks = new Map<string, AssetChunk>();
  for (const file of files) {
    const key = `${file.role} ${file.name}`;
    if (keys.has(key)) throw corrupt(`${key} is listed twice`);
    keys.add(key);
    const sum = file.chunks.reduce((total, chunk) => total + chunk.bytes, 0);
    if (sum !== file.bytes) throw corrupt(`the chunks of ${key} have ${sum} bytes, ${file.bytes} are announced`);
    for (const chunk of file.chunks) {
      // Equal content may be listed twice; one name for two contents is a mistake.
      const known = chunks.get(chunk.file);
      if (known && known.sha256 !== chunk.sha256) throw corrupt(`${chunk.file} is named for two contents`);
      chunks.set(chunk.file, chunk);
    }
  }
}

function corrupt(what: string): AisleError {
  return new AisleError("ASSET_CORRUPT", `The asset folder's manifest cannot be read: ${what}.`, {
    fix: "Publish the folder again as `aisle build` wrote it; the last good one stays in use.",
  });
}
