/** What only the page sees of a device that wants to be spared: Save-Data, and a battery that runs low. */
import type { SparingReason } from "../engine/engine.protocol";
import { savesData } from "./savesData";

/** Below this share of its charge, unplugged, a battery is for the shopper's own use. */
export const LOW_BATTERY = 0.2;

/** https://www.w3.org/TR/battery-status/ (Chromium only) and https://wicg.github.io/savedata/ */
interface SparingNavigator {
  readonly connection?: EventTarget;
  getBattery?(): Promise<EventTarget & { readonly level: number; readonly charging: boolean }>;
}

/**
 * Tells every change, and a battery that is low from the start. Never throws: what a browser does not tell is not so.
 * @param signal ends it
 */
export function watchSparing(
  navigator: object,
  onChange: (reason: SparingReason, sparing: boolean) => void,
  signal: AbortSignal,
): void {
  const device = navigator as SparingNavigator;
  device.connection?.addEventListener?.("change", () => onChange("save_data", savesData(navigator)), { signal });
  device
    .getBattery?.()
    .then((battery) => {
      let low = false;
      const look = () => {
        const lowNow = battery.level < LOW_BATTERY && !battery.charging;
        if (lowNow === low || signal.aborted) return;
        low = lowNow;
        onChange("low_battery", low);
      };
      for (const event of ["levelchange", "chargingchange"]) battery.addEventListener(event, look, { signal });
      look();
    })
    // A permissions policy may forbid it.
    .catch(() => undefined);
}
