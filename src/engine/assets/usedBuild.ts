/**
 * The build that shelves are ranked with: opened once, looked for again when the page comes back, left out where it speaks
 * of other items than the page's. Its code is downloaded where an asset folder was named.
 */
import { AisleError } from "../../errors";
import type { AssetsStatus, ItemUpdate } from "../../types";
import type { Catalog } from "../catalog/catalog";
import type { AssetCache } from "./assetCache";
import type { Build, BuildSupply } from "./build";

export interface UsedBuildOptions {
  /** Absolute URL of the asset folder, with a trailing slash; absent: there is no build. */
  readonly folderUrl?: string;
  readonly cache: AssetCache;
  readonly catalog: Pick<Catalog, "view" | "status">;
  /** Whether the page needs the build's catalogue; asked when a build is taken. */
  readonly wantsCatalog: () => boolean;
  readonly saveData: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Another build is in use, or the kill switch moved. `rows`: a catalogue of it to take up, given once. */
  readonly onChange: (rows: Build["rows"]) => void;
  /** Prices and stock have changed; takes them up. */
  readonly onAvailability: (changes: readonly ItemUpdate[]) => Promise<unknown>;
  readonly onDegraded: (error: unknown, instead: string) => void;
}

export interface UsedBuild {
  /** Looks for the build. Settles, and never rejects, once it is known whether there is one. */
  open(): Promise<void>;
  /** What `open` returned; settled where it was not called. */
  opened(): Promise<void>;
  /** Looks for a newer one, unless that was done lately. */
  checkAgain(): Promise<void>;
  /** The one in use. */
  build(): Build | undefined;
  /** The one in use, unless it speaks of other items than the page's. */
  usable(): Build | undefined;
  /** Whether the shop has thrown the kill switch. */
  isDisabled(): boolean;
  status(): AssetsStatus;
  /** Prices and stock as last published, for a catalogue that is loaded after them. */
  availability(): readonly ItemUpdate[];
  /** Never holds a shelf up: what the file says shows in the next one, which follows at once. */
  refreshAvailability(): Promise<void>;
  /** A build of another shop, or of other ids, does no harm and no good: that is worth telling. Once for each. */
  tellMismatch(build: Build | undefined): void;
  /** @param modelId of the encoder in use; undefined before it is known */
  tellOtherEncoder(build: Build | undefined, modelId: string | undefined): void;
  /** Keeps what is in memory: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
}

/** A page that comes back into sight looks for a newer build at most so often. */
export const CHECK_BUILD_EVERY_MS = 15 * 60_000;

export function createUsedBuild(options: UsedBuildOptions): UsedBuild {
  const { folderUrl, catalog, wantsCatalog, now, onDegraded } = options;
  let supply: BuildSupply | undefined;
  let opening: Promise<void> = Promise.resolve();
  let checkedAt = 0;
  let takenRows: Build["rows"];
  let availability: readonly ItemUpdate[] = [];
  /** The build and the encoder that were told to be others than the page's. */
  let otherItems: string | undefined;
  let otherEncoder: string | undefined;

  const build = (): Build | undefined => supply?.build();
  const isKnown = (id: string): boolean => catalog.view().rowOf.has(id);

  async function open(url: string): Promise<void> {
    try {
      const { createBuildSupply } = await import("./buildSupply");
      const { cache, saveData } = options;
      supply = createBuildSupply({ folderUrl: url, cache, wantsCatalog, saveData, now, onChange: changed, onDegraded });
      await check();
    } catch (error) {
      onDegraded(error, "shelves are ranked without the build");
    }
  }

  async function check(): Promise<void> {
    checkedAt = now();
    await supply?.check();
  }

  function changed(): void {
    const rows = build()?.rows;
    const isNew = rows !== undefined && rows !== takenRows && wantsCatalog();
    if (isNew) takenRows = rows;
    options.onChange(isNew ? rows : undefined);
  }

  return {
    open() {
      if (folderUrl !== undefined) opening = open(folderUrl);
      return opening;
    },
    opened: () => opening,
    async checkAgain() {
      if (now() - checkedAt > CHECK_BUILD_EVERY_MS) await check();
    },
    build,
    usable() {
      const used = build();
      return used?.manifest.buildId === otherItems ? undefined : used;
    },
    isDisabled: () => supply?.status().state === "disabled",
    status() {
      if (!supply) return { state: folderUrl === undefined ? "none" : "loading" };
      return { ...supply.status(), known: build()?.ids.filter(isKnown).length };
    },
    availability: () => availability,
    async refreshAvailability() {
      const changes = await supply?.availability();
      if (!changes) return;
      availability = changes as readonly ItemUpdate[];
      await options.onAvailability(availability);
    },
    tellMismatch(used) {
      if (!used || used.ids.length === 0 || catalog.status().state !== "ready") return;
      if (otherItems === used.manifest.buildId || used.ids.some(isKnown)) return;
      otherItems = used.manifest.buildId;
      const [first] = catalog.view().items;
      onDegraded(
        new AisleError("ASSET_MISMATCH", "The build knows none of this catalogue's items.", {
          seen: `${used.ids[0]} in the build, ${first?.id} in the catalogue`,
          fix: "Build from the feed that the page shows: ids must be the same.",
        }),
        "shelves are ranked without the build",
      );
    },
    tellOtherEncoder(used, modelId) {
      const built = used?.manifest.encoder?.modelId;
      if (built === undefined || modelId === undefined || built === modelId || otherEncoder === modelId) return;
      otherEncoder = modelId;
      onDegraded(
        new AisleError("ASSET_MISMATCH", `The build was made with the encoder ${built}, the folder holds ${modelId}.`, {
          fix: "Build again after changing the encoder.",
        }),
        "searches are answered by words",
      );
    },
    async keep() {
      await supply?.keep();
    },
  };
}
