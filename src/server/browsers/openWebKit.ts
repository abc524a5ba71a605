/** WebKitGTK's MiniBrowser over WebDriver; on a display of its own where Xvfb is installed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Readable } from "node:stream";
import type { DrivenBrowser } from "./drivenBrowser";
import { openSession, untilReady } from "./webDriver";

export interface OpenWebKitOptions {
  /** Path of WebKitWebDriver. */
  readonly driver: string;
  /** Path of MiniBrowser. */
  readonly browser: string;
  /** Path of Xvfb; without it the display of `DISPLAY` is used. */
  readonly xvfb?: string;
}

const READY_WITHIN_MS = 20_000;

/** @throws Error when one of the programs does not start */
export async function openWebKit({ driver, browser, xvfb }: OpenWebKitOptions): Promise<DrivenBrowser> {
  const started: ChildProcess[] = [];
  const stop = () => {
    for (const child of started.splice(0).reverse()) child.kill();
  };
  process.once("exit", stop);
  try {
    const display = xvfb ? await openDisplay(xvfb, started) : process.env.DISPLAY;
    const port = await freePort();
    // A headless machine has no GPU to composite with.
    const env = { ...process.env, DISPLAY: display, GDK_BACKEND: "x11", WEBKIT_DISABLE_COMPOSITING_MODE: "1" };
    started.push(spawn(driver, [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: "ignore" }));
    const address = `http://127.0.0.1:${port}`;
    await untilReady(address, READY_WITHIN_MS);
    const session = await openSession(address, {
      "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
    });
    return {
      name: "WebKitGTK",
      version: session.browserVersion,
      newTab: () => session.newTab(),
      async close() {
        await session.end().catch(() => undefined);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** @returns the display's name, chosen by the server itself */
async function openDisplay(xvfb: string, started: ChildProcess[]): Promise<string> {
  const args = ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"];
  const server = spawn(xvfb, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  started.push(server);
  const [name] = await Promise.race([
    once(server.stdio[3] as Readable, "data"),
    once(server, "exit").then(([status]) => Promise.reject(new Error(`Xvfb ended with status ${status}`))),
  ]);
  return `:${String(name).trim()}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
