/** Browsers where they usually are, or where an environment variable says. */
import { existsSync } from "node:fs";
import type { OpenWebKitOptions } from "./openWebKit";
import places from "./places.json" with { type: "json" };

const first = (paths: readonly (string | undefined)[]) => paths.find((path) => path && existsSync(path));

export const findChromium = (): string | undefined => first([process.env.AISLE_CHROMIUM, ...places.chromium]);

export const findFirefox = (): string | undefined => first([process.env.AISLE_FIREFOX, ...places.firefox]);

/** All of it or nothing: driver, browser, and a display to show it on. */
export function findWebKit(): OpenWebKitOptions | undefined {
  const driver = first(places.webKitDriver);
  const browser = first(places.miniBrowser);
  const xvfb = first(places.xvfb);
  return driver && browser && (xvfb || process.env.DISPLAY) ? { driver, browser, xvfb } : undefined;
}

/** Mesa's Vulkan on the processor: with it Firefox has WebGPU on a machine without a GPU. */
export const hasLavapipe = (): boolean => first(places.lavapipe) !== undefined;
