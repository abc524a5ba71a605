/** Impressions: GA4 `view_item_list` for the items of a shelf that were really seen. */
import type { RankedItem, Shelf } from "../../types";
import type { Aisle } from "../aisle";
import { shelfEventParams } from "./shelfEvents";

/** An item counts as seen when half of it has been in view for this long without a break. */
export const SEEN_AFTER_MS = 1000;
export const SEEN_SHARE = 0.5;
/** Sub-pixel layout reports 0.499 for an item that is exactly half visible. */
const SHARE_TOLERANCE = 0.01;
/** Items seen within this window are reported as one list. */
const BATCH_MS = 200;

export interface SeenWatcher {
  /** Watches exactly these elements from now on; each shelf and item pair is reported once. */
  watch(shelf: Shelf, elements: ReadonlyMap<Element, RankedItem>): void;
  /** Reports what is due and stops. */
  stop(): void;
}

export interface SeenWatcherOptions {
  readonly client: Pick<Aisle, "track">;
  readonly listName?: () => string | undefined;
}

export function createSeenWatcher({ client, listName }: SeenWatcherOptions): SeenWatcher {
  const reported = new Set<string>();
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  let shelf: Shelf | undefined;
  let elements: ReadonlyMap<Element, RankedItem> = new Map();
  let due: RankedItem[] = [];
  let flushTimer: ReturnType<typeof setTimeout> | undefined;

  const seenKey = (ranked: RankedItem) => `${shelf?.id}\n${ranked.item.id}`;

  function flush(): void {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    if (!shelf || due.length === 0) return;
    const params = shelfEventParams(shelf, due, listName?.());
    due = [];
    void client.track("view_item_list", params).catch(() => undefined);
  }

  function forgetTimer(element: Element): void {
    clearTimeout(timers.get(element));
    timers.delete(element);
  }

  function startTimer(element: Element, ranked: RankedItem): void {
    if (timers.has(element) || reported.has(seenKey(ranked))) return;
    const timer = setTimeout(() => {
      timers.delete(element);
      observer.unobserve(element);
      reported.add(seenKey(ranked));
      due.push(ranked);
      flushTimer ??= setTimeout(flush, BATCH_MS);
    }, SEEN_AFTER_MS);
    timers.set(element, timer);
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const ranked = elements.get(entry.target);
        if (ranked && entry.intersectionRatio >= SEEN_SHARE - SHARE_TOLERANCE) startTimer(entry.target, ranked);
        else forgetTimer(entry.target);
      }
    },
    { threshold: SEEN_SHARE - SHARE_TOLERANCE },
  );

  function onVisibility(): void {
    for (const element of [...timers.keys()]) forgetTimer(element);
    if (document.hidden) {
      flush();
      return;
    }
    for (const element of elements.keys()) {
      // Observing anew makes the observer report where the element stands now.
      observer.unobserve(element);
      observer.observe(element);
    }
  }
  document.addEventListener("visibilitychange", onVisibility);

  return {
    watch(next, nextElements) {
      if (next !== shelf) flush();
      const before = next === shelf ? elements : new Map<Element, RankedItem>();
      // What stays keeps its clock: a re-render must not start the second anew.
      for (const element of elements.keys()) {
        if (before.get(element) === nextElements.get(element)) continue;
        forgetTimer(element);
        observer.unobserve(element);
      }
      shelf = next;
      elements = nextElements;
      for (const [element, ranked] of elements) {
        if (before.get(element) !== ranked && !reported.has(seenKey(ranked))) observer.observe(element);
      }
    },
    stop() {
      flush();
      document.removeEventListener("visibilitychange", onVisibility);
      observer.disconnect();
      for (const element of [...timers.keys()]) forgetTimer(element);
    },
  };
}
