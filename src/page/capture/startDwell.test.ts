import { expect, it } from "vitest";
import { startDwell } from "./startDwell";

it("counts visible time only", () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  let time = 0;
  const dwell = startDwell(page as unknown as Document, () => time);
  const turn = (state: string, at: number) => {
    time = at;
    page.visibilityState = state;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  turn("hidden", 1000);
  turn("visible", 9000);
  turn("visible", 9500);
  time = 10_000;
  expect(dwell.stop()).toBe(2000);
});
