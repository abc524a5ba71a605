/** `aisle("consent.set", "session")`: the client's methods by name, for queues that were filled before it existed. */
import { AisleError } from "../errors";
import type { Aisle } from "./aisle";

const METHODS = [
  "track",
  "recommend",
  "search",
  "subscribe",
  "status",
  "recentEvents",
  "dispose",
  "catalog.load",
  "catalog.update",
  "catalog.get",
  "profile.get",
  "profile.set",
  "profile.edit",
  "profile.export",
  "profile.import",
  "profile.erase",
  "profile.pause",
  "profile.resume",
  "consent.get",
  "consent.set",
];

/** @throws AisleError `OPTIONS_INVALID` (as a rejection) for a name that is not in the list */
export async function callByName(aisle: Aisle, name: string, args: readonly unknown[]): Promise<unknown> {
  if (name === "ready" && typeof args[0] === "function") return args[0](aisle);
  if (!METHODS.includes(name)) {
    throw new AisleError("OPTIONS_INVALID", `aisle(${JSON.stringify(name)}) is not a method.`, {
      seen: name,
      fix: `One of: ready, ${METHODS.join(", ")}.`,
    });
  }
  const [room, method] = name.includes(".") ? name.split(".") : [undefined, name];
  const target = (room ? Reflect.get(aisle, room) : aisle) as Record<string, (...rest: unknown[]) => unknown>;
  return target[method](...args);
}
