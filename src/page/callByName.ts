/** `aisle("consent.set", "session")`: the client's methods by name, for queues that were filled before it existed. */
import { AisleError } from "../errors";
import type { Aisle } from "./aisle";

type Methods = Readonly<Record<string, (...rest: unknown[]) => unknown>>;

/** @throws AisleError `OPTIONS_INVALID` (as a rejection) for a name that is no method of the client */
export async function callByName(aisle: Aisle, name: string, args: readonly unknown[]): Promise<unknown> {
  if (name === "ready" && typeof args[0] === "function") return args[0](aisle);
  const [room, method] = String(name).split(/\.(?=[^.]*$)/);
  const target = (method ? own(aisle, room) : aisle) as Methods | undefined;
  const call = own(target, method ?? room);
  if (typeof call !== "function") {
    throw new AisleError("OPTIONS_INVALID", `aisle(${JSON.stringify(name)}) is not a method.`, {
      seen: name,
      fix: `One of: ready, ${methodsOf(aisle).join(", ")}.`,
    });
  }
  return call.apply(target, args);
}

/** Nothing inherited: `constructor` is no method of ours. */
function own(target: unknown, name: string): unknown {
  return typeof target === "object" && target && Object.hasOwn(target, name) ? Reflect.get(target, name) : undefined;
}

function methodsOf(target: object, prefix = ""): string[] {
  return Object.entries(target).flatMap(([name, value]) =>
    typeof value === "function"
      ? prefix + name
      : typeof value === "object"
        ? methodsOf(value, `${prefix}${name}.`)
        : [],
  );
}
