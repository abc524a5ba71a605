/** Reads what `profile.export()` wrote. */
import { AisleError } from "../errors";
import type { ProfileState } from "../profile/profileState";
import { readProfile } from "../profile/readProfile";
import type { EventRecord, Purpose } from "../types";
import type { ProfileFile } from "./engine.protocol";
import { readEventRecord } from "./intake/readEventRecord";
import { readAttributes } from "./readAttributes";
import { RETENTION } from "./shopper";

/** An imported file holds no more than the logs of both purposes would keep. */
const MAX_IMPORTED_EVENTS = 2 * RETENTION.maxEvents;

export interface ReadFile {
  readonly checkpoint?: ProfileState;
  readonly events: Readonly<Record<Purpose, readonly EventRecord[]>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** @throws AisleError `PROFILE_UNREADABLE` */
export function readProfileFile(file: unknown): ReadFile {
  const fields = file as Partial<ProfileFile> | null;
  if (typeof fields !== "object" || fields?.format !== "aisle-profile" || !Array.isArray(fields.events)) {
    throw new AisleError("PROFILE_UNREADABLE", "This is not a profile that Aisle exported.", {
      fix: "Pass what `aisle.profile.export()` returned, parsed from JSON.",
    });
  }
  if (fields.schemaVersion !== 1) {
    throw new AisleError("PROFILE_UNREADABLE", `The profile has schema version ${String(fields.schemaVersion)}.`, {
      fix: "Update Aisle, then import it again.",
    });
  }
  if (fields.events.length > MAX_IMPORTED_EVENTS) {
    throw new AisleError(
      "PROFILE_UNREADABLE",
      `The profile has ${fields.events.length} events; at most ${MAX_IMPORTED_EVENTS} are read.`,
    );
  }
  const events = fields.events.map(readEventRecord);
  const of = (purpose: Purpose) => events.filter((event) => event.purpose === purpose);
  return {
    checkpoint: fields.checkpoint === undefined ? undefined : readProfile(fields.checkpoint),
    events: { products: of("products"), ads: of("ads") },
    attributes: readAttributes(fields.attributes),
  };
}
