import { AisleError } from "../../errors";
import type { BrowserName, DrivenBrowser } from "./drivenBrowser";
import { findChromium, findFirefox, findWebKit } from "./findBrowser";

export interface WhichBrowser {
  /** Default Chromium. */
  readonly browser?: BrowserName;
  /** Path of Chromium; default `AISLE_CHROMIUM`, the usual places, Playwright's own. */
  readonly chromium?: string;
}

/** @throws AisleError `BACKEND_UNAVAILABLE` when the browser, or the library that drives it, is not there */
export async function openBrowser({ browser = "Chromium", chromium }: WhichBrowser): Promise<DrivenBrowser> {
  const path = chromium ?? findChromium();
  try {
    if (browser === "Firefox") {
      const executablePath = required(findFirefox(), "Install Firefox, or name it in AISLE_FIREFOX.");
      return await (await import("./openFirefox")).openFirefox({ executablePath });
    }
    if (browser === "WebKitGTK") {
      const programs = required(findWebKit(), "On Debian: apt-get install webkit2gtk-driver xvfb.");
      return await (await import("./openWebKit")).openWebKit(programs);
    }
    return await (await import("./openChromium")).openChromium({ executablePath: path });
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw new AisleError(
      "BACKEND_UNAVAILABLE",
      `${browser} did not start${browser === "Chromium" && path ? ` from ${path}` : ""}.`,
      { cause, fix: FIXES[browser] },
    );
  }
}

const FIXES: Readonly<Record<BrowserName, string>> = {
  Chromium: "Checks in it need Playwright (npm install --save-dev playwright); name the browser with --chromium.",
  Firefox: "Checks in it need puppeteer-core: npm install --save-dev puppeteer-core.",
  WebKitGTK: "WebKitWebDriver and MiniBrowser must be of the same version.",
};

function required<Found>(found: Found | undefined, fix: string): Found {
  if (found !== undefined) return found;
  throw new AisleError("BACKEND_UNAVAILABLE", "The browser is not installed.", { fix });
}
