/** Live views of what the client says about itself: the profile as the shopper may see it, and the status. */
import type { Change, ProfileView, Status } from "../types";
import type { Aisle } from "./aisle";
import { COALESCE_MS, createLiveView, type LiveView } from "./liveView";

/** Status is for reading, not for animation; downloads and embedding announce many small steps. */
const STATUS_REFRESH_MS = 250;

const TOUCHES_PROFILE: ReadonlySet<Change["type"]> = new Set(["profile", "event", "consent", "shelves"]);

export function createProfileView(client: Aisle): LiveView<ProfileView> {
  return createLiveView({
    load: () => client.profile.get(),
    subscribe: (listener) => client.subscribe(listener),
    delayAfter: ({ type }) => (TOUCHES_PROFILE.has(type) ? COALESCE_MS : undefined),
    same: sameData,
  });
}

export function createStatusView(client: Aisle): LiveView<Status> {
  return createLiveView({
    load: () => client.status(),
    subscribe: (listener) => client.subscribe(listener),
    delayAfter: () => STATUS_REFRESH_MS,
    same: sameData,
  });
}

/** Both come through structured clone: plain data with a stable order of keys. */
function sameData<T>(before: T, after: T): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
