import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import type { Aisle, SearchOptions } from "../page/aisle";
import { createProfileView } from "../page/clientViews";
import type { LiveView } from "../page/liveView";
import { queryKey } from "../page/shelfView";
import type {
  EventName,
  EventParams,
  Interest,
  Item,
  ProfileView,
  RankedItem,
  RecommendQuery,
  Shelf,
  TrackResult,
} from "../types";
import type { ClientHolder } from "./clientHolder";
import { useHolder } from "./context";

/** A shelf whose items carry the shop's own fields. */
export type ShelfOf<I extends Item = Item> = Omit<Shelf, "items"> & { readonly items: readonly RankedItemOf<I>[] };
export type RankedItemOf<I extends Item = Item> = Omit<RankedItem, "item"> & { readonly item: I };

export interface Recommendations<I extends Item = Item> {
  /** Undefined on the server, while hydrating, and until the first answer. */
  readonly shelf: ShelfOf<I> | undefined;
  readonly status: "loading" | "ready" | "empty";
}

/** The client; undefined on the server and, under `options`, until the provider has mounted. */
export function useAisle(): Aisle | undefined {
  const holder = useHolder();
  return useSyncExternalStore(holder.subscribe, holder.peek, nothing);
}

/** A live shelf. The component renders again only when the shelf has really changed; `query` may be a new object each time. */
export function useRecommendations<I extends Item = Item>(query: RecommendQuery): Recommendations<I> {
  const shelf = useView(queryKey(query), (client) => client.shelf(query));
  return useMemo(() => ({ shelf: shelf as ShelfOf<I> | undefined, status: statusOf(shelf) }), [shelf]);
}

/** As `useRecommendations`, for words; while new words are looked up the last hits stay (`status` says `loading`). */
export function useSearch<I extends Item = Item>(text: string, options: SearchOptions = {}): Recommendations<I> {
  const { shelf, status } = useRecommendations<I>({ ...options, placement: "search", text });
  const last = useRef(shelf);
  if (shelf) last.current = shelf;
  const shown = text === "" ? shelf : last.current;
  return useMemo(() => ({ shelf: shown, status }), [shown, status]);
}

export interface ProfileControl {
  /** Undefined on the server and until it is read. */
  readonly profile: ProfileView | undefined;
  edit(interest: Interest, strength: number): Promise<void>;
  set(attributes: Readonly<Record<string, string>>): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  erase(): Promise<void>;
}

/** What is remembered about the shopper, live, with the means to change it. */
export function useProfile(): ProfileControl {
  const holder = useHolder();
  const profile = useView("profile", createProfileView);
  const actions = useMemo<Omit<ProfileControl, "profile">>(
    () => ({
      edit: (interest, strength) => holder.get().profile.edit(interest, strength),
      set: (attributes) => holder.get().profile.set(attributes),
      pause: () => holder.get().profile.pause(),
      resume: () => holder.get().profile.resume(),
      erase: () => holder.get().profile.erase(),
    }),
    [holder],
  );
  return useMemo(() => ({ profile, ...actions }), [profile, actions]);
}

/** A stable `track`; may be called from effects and event handlers, also before the provider has mounted. */
export function useTrack(): (name: EventName, params?: EventParams) => Promise<TrackResult> {
  const holder = useHolder();
  return useCallback((name, params) => holder.get().track(name, params), [holder]);
}

/** Subscribes to the view that `make` gives for the client; `key` says when it must be another one. */
function useView<T>(key: string, make: (client: Aisle) => LiveView<T>): T | undefined {
  const holder = useHolder();
  // `make` closes over the caller's query, for which `key` stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const view = useMemo(() => lazyView(holder, make), [holder, key]);
  return useSyncExternalStore(view.subscribe, view.current, nothing);
}

/** Touches the client only when subscribed to: rendering on a server, or rendering in vain, starts nothing. */
export function lazyView<T>(holder: ClientHolder, make: (client: Aisle) => LiveView<T>): LiveView<T> {
  let view: LiveView<T> | undefined;
  const existing = () => {
    const client = holder.peek();
    if (client) view ??= make(client);
    return view;
  };
  return {
    current: () => existing()?.current(),
    subscribe: (listener) => {
      view ??= make(holder.get());
      return view.subscribe(listener);
    },
  };
}

function statusOf(shelf: Shelf | undefined): Recommendations["status"] {
  if (!shelf) return "loading";
  return shelf.items.length > 0 ? "ready" : "empty";
}

const nothing = () => undefined;
