import type { StartSource } from "./captureHost";
import { type CapturedEvent, createDataLayerReader } from "./readDataLayerEntry";
import { watchDataLayer } from "./watchDataLayer";

/** Entries that wait for consent: the page that the shopper is on when the answer comes, and no more of it. */
const MAX_WAITING = 200;

/**
 * GA4 and Universal Analytics events of the shop's data layer. Until something may be recorded nothing is; when the
 * shopper agrees, the page in front of them counts, not those they came from.
 */
export const dataLayer: StartSource = (host, { dataLayerName }) => {
  const read = createDataLayerReader();
  let waiting: CapturedEvent[] = [];
  const pass = ({ name, params, repairs }: CapturedEvent) => {
    host.count("dataLayer", repairs);
    host.track(name, params);
  };
  const leaveNavigation = host.onNavigate(() => {
    waiting = [];
  });
  const leaveAllowed = host.onAllowed(() => {
    const due = waiting;
    waiting = [];
    for (const event of due) pass(event);
  });
  const unwatch = watchDataLayer(
    (entry) => {
      for (const event of read(entry)) {
        if (host.allowed()) pass(event);
        else if (waiting.length < MAX_WAITING) waiting.push(event);
      }
    },
    { page: globalThis, name: dataLayerName },
  );
  return () => {
    unwatch();
    leaveNavigation();
    leaveAllowed();
  };
};
