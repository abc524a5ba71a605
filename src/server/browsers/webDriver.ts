/** The few commands of W3C WebDriver (https://www.w3.org/TR/webdriver2/) that driving a page takes, over fetch. */
import type { Tab } from "./drivenBrowser";
import { expressionOf } from "./drivenBrowser";

export interface WebDriverSession {
  readonly browserVersion: string;
  newTab(): Promise<Tab>;
  end(): Promise<void>;
}

const LONG_MS = 180_000;
/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Readonly<Record<string, string>> = {
  Tab: "\uE004",
  Enter: "\uE007",
  Escape: "\uE00C",
  " ": "\uE00D",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

/** @param address of a driver that answers, without a trailing slash */
export async function openSession(address: string, capabilities: object): Promise<WebDriverSession> {
  const { sessionId, capabilities: got } = await send<{ sessionId: string; capabilities: { browserVersion: string } }>(
    address,
    "POST",
    "/session",
    { capabilities: { alwaysMatch: capabilities } },
  );
  const command = <Answer>(method: string, path: string, body?: object) =>
    send<Answer>(address, method, `/session/${sessionId}${path}`, body);
  await command("POST", "/timeouts", { script: LONG_MS, pageLoad: LONG_MS });

  // A session has one current window: commands of different tabs take turns.
  let turn: Promise<unknown> = Promise.resolve();
  const inTab = <Answer>(handle: string, run: () => Promise<Answer>): Promise<Answer> => {
    const mine = turn.then(async () => {
      await command("POST", "/window", { handle });
      return run();
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
  const first = await command<string>("GET", "/window");

  function tabOf(handle: string): Tab {
    const post = <Answer>(path: string, body: object = {}) => inTab(handle, () => command<Answer>("POST", path, body));
    const actions = (id: string, type: string, list: readonly object[], more: object = {}) =>
      post("/actions", { actions: [{ id, type, ...more, actions: list }] });
    return {
      goto: (url) => post("/url", { url }),
      reload: () => post("/refresh"),
      async evaluate(body: (argument: never) => unknown, argument?: unknown) {
        const script = `const done = arguments[arguments.length - 1];
          ${expressionOf(body, argument)}.then((json) => done({ json }), (error) => done({ error: String(error && error.message || error) }));`;
        const answer = await post<{ json: string } | { error: string }>("/execute/async", { script, args: [] });
        if ("error" in answer) throw new Error(answer.error);
        return JSON.parse(answer.json);
      },
      async click(x, y) {
        await actions(
          "mouse",
          "pointer",
          [
            { type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) },
            { type: "pointerDown", button: 0 },
            { type: "pointerUp", button: 0 },
          ],
          { parameters: { pointerType: "mouse" } },
        );
      },
      async press(key) {
        const value = KEYS[key] ?? key;
        await actions("keyboard", "key", [
          { type: "keyDown", value },
          { type: "keyUp", value },
        ]);
      },
      async resize(width, height) {
        // Only the window can be sized: what its frame takes is found by looking.
        await post("/window/rect", { width, height });
        const inner = await this.evaluate(() => [innerWidth, innerHeight]);
        await post("/window/rect", { width: 2 * width - inner[0], height: 2 * height - inner[1] });
      },
      async screenshot() {
        const picture = await inTab(handle, () => command<string>("GET", "/screenshot"));
        return Uint8Array.from(Buffer.from(picture, "base64"));
      },
      async close() {
        await inTab(handle, () => command("DELETE", "/window"));
      },
    };
  }

  return {
    browserVersion: got.browserVersion,
    async newTab() {
      // The session ends with its last window: the first one stays. A tab behind another is hidden: windows.
      const opened = await inTab(first, () => command<{ handle: string }>("POST", "/window/new", { type: "window" }));
      return tabOf(opened.handle);
    },
    end: () => command("DELETE", ""),
  };
}

async function send<Answer>(address: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(address + path, { method, body: body && JSON.stringify(body) });
  const { value } = (await response.json()) as { value: Answer & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** Waits until a driver that was just started answers. */
export async function untilReady(address: string, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      await send(address, "GET", "/status");
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
