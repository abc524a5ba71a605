import type { EventName } from "../types";
import { EVENT_WEIGHTS } from "./eventWeights";

/** Every name `track` takes, in no particular order. */
export function eventNames(): EventName[] {
  return Object.keys(EVENT_WEIGHTS) as EventName[];
}

export function isEventName(value: unknown): value is EventName {
  return typeof value === "string" && Object.hasOwn(EVENT_WEIGHTS, value);
}
