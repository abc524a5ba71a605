import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import type { Aisle, SearchOptions } from "../page/aisle";
import { createProfileView } from "../page/clientViews";
import type { LiveView } from "../page/liveView";
import { queryKey } from "../page/queryKey";
import type {
  EventName,
  EventParams,
  Interest,
  Item,
  ProfileView,
  RankedItem,
  RecommendQuery,
  Shelf,
  ShelfQuery,
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

/**
 * A live shelf. The component renders again only when the shelf has really changed; `query` may be a new object each time,
 * its `filter` and `boost` new functions.
 * @param deps what those functions depend on: the shelf is made anew when one of them changes
 */
export function useRecommendations<I extends Item = Item>(
  query: ShelfQuery<I>,
  deps: readonly unknown[] = [],
): Recommendations<I> {
  const own = useOwnFunctions(query, deps);
  const shelf = useView(queryKey(own), (client) => client.shelf(own));
  return useMemo(() => ({ shelf: shelf as ShelfOf<I> | undefined, status: statusOf(shelf) }), [shelf]);
}

/** As `useRecommendations`, for words; while new words are looked up the last hits stay (`status` says `loading`). */
export function useSearch<I extends Item = Item>(text: string, options: SearchOptions = {}): Recommendations<I> {
  const { shelf, status } = useRecommendations<I>({ ...(options as ShelfQuery<I>), placement: "search", text });
  const last = useRef(shelf);
  if (shelf) last.current = shelf;
  const shown = text === "" ? shelf : last.current;
  return useMemo(() => ({ shelf: shown, status }), [shown, status]);
}

/**
 * As `useRecommendations`, for trees that show a `Suspense` fallback while they wait; place the boundary below the
 * provider. On the server and while hydrating the shelf is empty (`catalog_loading`): nothing personal is known there.
 */
export function useSuspenseRecommendations<I extends Item = Item>(query: RecommendQuery): ShelfOf<I> {
  const holder = useHolder();
  const mounted = useSyncExternalStore(never, yes, no);
  const view = suspendedView(holder, query);
  if (mounted && !view.current()) throw view.answered();
  const shelf = useSyncExternalStore(
    view.subscribe,
    () => view.current() ?? NO_SHELF,
    () => NO_SHELF,
  );
  return shelf as unknown as ShelfOf<I>;
}

const NO_SHELF: Shelf = {
  id: "",
  placement: "home",
  collection: "products",
  items: [],
  rung: "none",
  reason: "catalog_loading",
  at: 0,
};

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

/** The query with functions that stay the same while `deps` do, and call what the last render passed. */
function useOwnFunctions<I extends Item>(query: ShelfQuery<I>, deps: readonly unknown[]): ShelfQuery {
  const latest = useRef(query);
  latest.current = query;
  const own = useMemo(
    () => ({
      filter: (item: Item) => {
        const { filter } = latest.current;
        return typeof filter !== "function" || filter(item as I);
      },
      boost: (item: Item) => latest.current.boost?.(item as I) ?? 0,
    }),
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller's list, as for any hook of React's own.
    deps,
  );
  const { filter, boost, ...plain } = query;
  return {
    ...plain,
    ...(filter && { filter: typeof filter === "function" ? own.filter : filter }),
    ...(boost && { boost: own.boost }),
  };
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

interface SuspendedView extends LiveView<Shelf> {
  answered(): Promise<void>;
}

/** How long an answer waits for the component that suspended to come back and subscribe. */
const KEPT_MS = 5_000;
let suspendedViews: WeakMap<ClientHolder, Map<string, SuspendedView>> | undefined;

/** A component that suspends before it has mounted keeps nothing: its view is kept here, by query. */
function suspendedView(holder: ClientHolder, query: RecommendQuery): SuspendedView {
  suspendedViews ??= new WeakMap();
  const views = suspendedViews.get(holder) ?? new Map<string, SuspendedView>();
  suspendedViews.set(holder, views);
  const key = queryKey(query);
  const view = lazyView(holder, (client) => client.shelf(query));
  const known = views.get(key) ?? { ...view, answered: () => (answer ??= ask()) };
  views.set(key, known);
  let answer: Promise<void> | undefined;
  const ask = () =>
    new Promise<void>((resolve) => {
      // Later: a client must not be made while a component renders.
      setTimeout(() => {
        const leave = view.subscribe(resolve);
        if (view.current()) resolve();
        void answer?.then(() =>
          setTimeout(() => {
            leave();
            answer = undefined;
          }, KEPT_MS),
        );
      });
    });
  return known;
}

const never = () => nothing;
const yes = () => true;
const no = () => false;
const nothing = () => undefined;
