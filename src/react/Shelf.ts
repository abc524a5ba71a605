import { createElement, type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { createSeenWatcher } from "../page/capture/impressions";
import { trackSelect } from "../page/capture/shelfEvents";
import type { Item, RankedItem, Shelf as ShelfData, ShelfQuery } from "../types";
import { useHolder } from "./context";
import { type RankedItemOf, type ShelfOf, useRecommendations } from "./hooks";

export interface ShelfProps<I extends Item = Item> {
  readonly query: ShelfQuery<I>;
  /** What the query's functions depend on. */
  readonly deps?: readonly unknown[];
  /** One item; give links or buttons inside it, their clicks are counted. */
  readonly renderItem: (ranked: RankedItemOf<I>, shelf: ShelfOf<I>) => ReactNode;
  /** Shown on the server, while loading and when there is nothing: what the shop would show without Aisle. */
  readonly fallback?: ReactNode;
  readonly className?: string;
  /** GA4's `item_list_name`. */
  readonly listName?: string;
  readonly "aria-label"?: string;
  readonly "aria-labelledby"?: string;
}

/** A list of recommendations in the shop's own markup, with impressions and clicks recorded. */
export function Shelf<I extends Item = Item>(props: ShelfProps<I>): ReactElement {
  const { query, renderItem, fallback, className, listName } = props;
  const { shelf, status } = useRecommendations<I>(query, props.deps);
  const holder = useHolder();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    if (!shelf || !list.current) return;
    const data = shelf as unknown as ShelfData;
    const watcher = createSeenWatcher({ client: holder.get(), listName: () => listName });
    watcher.watch(data, new Map([...list.current.children].map((child, index) => [child, data.items[index]])));
    return () => watcher.stop();
  }, [holder, listName, shelf]);

  if (!shelf || status !== "ready") return createElement("div", { className }, fallback);
  return createElement(
    "ul",
    {
      ref: list,
      className,
      role: "list",
      "aria-label": props["aria-label"],
      "aria-labelledby": props["aria-labelledby"],
    },
    shelf.items.map((ranked) =>
      createElement(
        "li",
        {
          key: ranked.item.id,
          onClickCapture: (event: { readonly target: EventTarget }) => {
            const { target } = event;
            if (!(target instanceof Element) || !target.closest("a[href], [data-aisle-select]")) return;
            trackSelect(holder.get(), shelf as unknown as ShelfData, ranked as RankedItem, listName);
          },
        },
        renderItem(ranked, shelf),
      ),
    ),
  );
}
