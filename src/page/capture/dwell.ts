import type { EventItem } from "../../types";
import type { StartSource } from "./captureHost";
import { startDwell } from "./startDwell";

/** Shorter looks are a wrong click. */
const MIN_DWELL_MS = 2_000;

/** A `dwell` for the item last viewed on a page, told when the shopper leaves it or turns to another tab. */
export const dwell: StartSource = (host) => {
  let item: EventItem | undefined;
  let timer: { stop(): number } | undefined;
  const end = () => {
    const dwellMs = timer?.stop() ?? 0;
    timer = undefined;
    if (item && dwellMs >= MIN_DWELL_MS && host.allowed()) {
      host.count("dwell", []);
      host.track("dwell", { items: [item], dwell_ms: dwellMs });
    }
  };
  const onVisibility = () => {
    // The page may not come back: what was read so far is told now, the rest counts anew.
    if (document.visibilityState === "hidden") end();
    else if (item) timer ??= startDwell(document, () => performance.now());
  };
  const leaves = [
    host.onTrack((name, { items }) => {
      const [next] = items ?? [];
      if (name !== "view_item" || !next || next.item_id === item?.item_id) return;
      end();
      item = next;
      timer = startDwell(document, () => performance.now());
    }),
    host.onNavigate(() => {
      end();
      item = undefined;
    }),
  ];
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    end();
    document.removeEventListener("visibilitychange", onVisibility);
    for (const leave of leaves) leave();
  };
};
