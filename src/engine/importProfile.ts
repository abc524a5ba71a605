/** Takes up what `profile.export()` wrote, each event into the log of its own purpose. Its own chunk: few ever bring one. */
import { textKey } from "../encoder/textKey";
import { AisleError, shown } from "../errors";
import { mergeProfiles } from "../profile/mergeProfiles";
import type { Consent, Purpose } from "../types";
import type { ImportHow } from "./engine.protocol";
import { type ReadFile, readProfileFile } from "./readProfileFile";
import type { Shopper } from "./shopper";

const HOWS: readonly ImportHow[] = ["replace", "merge"];
/** Names of the checkpoints that were merged: a file that is merged again adds nothing. */
const MERGED = "merged";
const MERGED_KEPT = 20;

export interface ImportInto extends Readonly<Record<Purpose, Shopper>> {
  readonly consent: Consent;
}

/** @throws AisleError `PROFILE_UNREADABLE`, `OPTIONS_INVALID`; what was known before is then untouched */
export async function importProfile(file: unknown, how: ImportHow, into: ImportInto): Promise<void> {
  if (!HOWS.includes(how)) {
    throw new AisleError("OPTIONS_INVALID", `A profile is imported in one of two ways; got ${shown(how)}.`, {
      seen: how,
      fix: 'Use "replace" or "merge".',
    });
  }
  const read = readProfileFile(file);
  await (how === "merge" ? merge : replace)(into.products, read);
  // What this browser has shown of an ad still counts against its cap: ads are always added to.
  if (into.consent.ads !== "pending") await into.ads.record(read.events.ads);
}

async function replace(shopper: Shopper, { checkpoint, events, attributes }: ReadFile): Promise<void> {
  const { store } = shopper;
  await store.erase("behaviour");
  if (checkpoint) await store.writeCheckpoint({ schemaVersion: 1, sequence: 0, profile: checkpoint });
  await store.append(events.products);
  await store.writePersonal("attributes", attributes);
  await shopper.load();
}

/** Events that both know are one by their id; of what was folded on the other device nothing is known but the sums. */
async function merge(shopper: Shopper, { checkpoint, events, attributes }: ReadFile): Promise<void> {
  const { store } = shopper;
  await shopper.record(events.products);
  await shopper.setAttributes({ ...attributes, ...shopper.attributes });
  if (!checkpoint) return;
  const known = ((await store.readPersonal(MERGED)) ?? []) as readonly string[];
  const name = textKey(JSON.stringify(checkpoint));
  if (known.includes(name)) return;
  await shopper.rewrite((own) => mergeProfiles(own, checkpoint));
  await store.writePersonal(MERGED, [...known, name].slice(-MERGED_KEPT));
}
