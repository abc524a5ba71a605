import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AisleError } from "../../errors";

/** The encoder that comes with Aisle: beside the bundled command, or in the repository. */
export function ownEncoder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = ["../public/aisle/encoder", "../../../public/aisle/encoder"].map((path) => resolve(here, path));
  const found = places.find((place) => existsSync(join(place, "manifest.json")));
  if (found) return found;
  throw new AisleError("ENCODER_UNREADABLE", "The encoder that comes with Aisle is not in the package.", {
    fix: "Name one with --encoder, or --encoder none to rank by behaviour and words alone.",
  });
}
