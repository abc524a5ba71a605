/** What the engine knows of a build: types only, so that a page without one downloads no code for it. */
import type { AisleError } from "../../errors";
import type { AssetParts } from "../../format/assets/assetParts";
import type { AssetManifest } from "../../format/assets/manifest";
import type { LearnedRanking } from "../../ranking/rankContext";
import type { AssetsStatus } from "../../types";
import type { StoredVector } from "../store/store";
import type { FetchChunksOptions } from "./fetchChunks";

export interface Build {
  readonly manifest: AssetManifest;
  /** Item ids of the build's rows. */
  readonly ids: readonly string[];
  readonly learned: LearnedRanking;
  readonly vectors?: ShippedVectors;
  /** Of the shop's own spaces, by name; rows are those of `ids`. */
  readonly spaces?: AssetParts["spaces"];
  /** Rows of the build's catalogue, for the reader of feeds; absent where the page brought its own. */
  readonly rows?: readonly unknown[];
}

/** Item vectors that came with the build, by the text they were made from. */
export interface ShippedVectors {
  readonly modelId: string;
  readonly dimensions: number;
  /** @param key as `textKey` writes it */
  of(key: string): StoredVector | undefined;
}

export interface BuildSupplyOptions extends Omit<FetchChunksOptions, "onProgress"> {
  /** Absolute URL of the asset folder, with a trailing slash. */
  readonly folderUrl: string;
  /** Whether the page needs the build's catalogue; asked when a build is taken. */
  readonly wantsCatalog: () => boolean;
  /** Seconds-scale manners: the largest files are left out. */
  readonly saveData: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Another build is in use, or the kill switch moved. */
  readonly onChange: () => void;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface BuildSupply {
  /** The one in use. */
  build(): Build | undefined;
  status(): AssetsStatus;
  /** Looks at the published manifest and takes up what is new. Never rejects, except when aborted. */
  check(): Promise<void>;
  /** Changes of price and stock, where the file is older than the shop allows and says something new. Never rejects. */
  availability(): Promise<readonly unknown[] | undefined>;
  /** Keeps what is in memory: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
}
