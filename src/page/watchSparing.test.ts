import { describe, expect, it } from "vitest";
import { savesData } from "./savesData";
import { watchSparing } from "./watchSparing";

class Battery extends EventTarget {
  level = 1;
  charging = true;
  set(level: number, charging: boolean): void {
    Object.assign(this, { level, charging });
    this.dispatchEvent(new Event("levelchange"));
    this.dispatchEvent(new Event("chargingchange"));
  }
}

function watch(navigator: Parameters<typeof watchSparing>[0]) {
  const told: string[] = [];
  const ended = new AbortController();
  watchSparing(navigator, (reason, sparing) => told.push(`${reason} ${sparing}`), ended.signal);
  return { told, ended };
}

describe("watchSparing", () => {
  it("tells a battery that runs low, and one that is charged again", async () => {
    const battery = new Battery();
    const { told } = watch({ getBattery: async () => battery });
    await Promise.resolve();
    battery.set(0.5, false);
    battery.set(0.19, false);
    battery.set(0.18, false);
    battery.set(0.18, true);
    expect(told).toEqual(["low_battery true", "low_battery false"]);
  });

  it("tells a battery that is low from the start", async () => {
    const battery = new Battery();
    battery.set(0.1, false);
    const { told } = watch({ getBattery: async () => battery });
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual(["low_battery true"]);
  });

  it("tells when Save-Data is turned on and off", () => {
    const connection = Object.assign(new EventTarget(), { saveData: false });
    const navigator = { connection };
    expect(savesData(navigator)).toBe(false);
    const { told } = watch(navigator);
    connection.saveData = true;
    connection.dispatchEvent(new Event("change"));
    connection.saveData = false;
    connection.dispatchEvent(new Event("change"));
    expect(told).toEqual(["save_data true", "save_data false"]);
  });

  it("tells nothing once ended, in browsers that know nothing, or where it is forbidden", async () => {
    const battery = new Battery();
    const { told, ended } = watch({ getBattery: async () => battery });
    await new Promise((resolve) => setTimeout(resolve));
    ended.abort();
    battery.set(0.1, false);
    const forbidden = watch({ getBattery: () => Promise.reject(new DOMException("", "NotAllowedError")) });
    const nothing = watch({});
    await new Promise((resolve) => setTimeout(resolve));
    expect([told, forbidden.told, nothing.told]).toEqual([[], [], []]);
  });
});
