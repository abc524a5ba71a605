/** A real browser, driven from Node: what checks and tests need of one, whatever its protocol. */
export interface DrivenBrowser {
  readonly name: BrowserName;
  readonly version: string;
  newTab(): Promise<Tab>;
  /** Ends the browser and all that was started for it. */
  close(): Promise<void>;
}

export type BrowserName = "Chromium" | "Firefox" | "WebKitGTK";

export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /**
   * Runs `body` in the page, which must close over nothing; argument and answer cross as JSON.
   * @throws what `body` threw, as an Error with its message
   */
  evaluate<Answer>(body: () => Answer | Promise<Answer>): Promise<Answer>;
  evaluate<Answer, Argument>(
    body: (argument: Argument) => Answer | Promise<Answer>,
    argument: Argument,
  ): Promise<Answer>;
  /** A real click at CSS pixels of the viewport. */
  click(x: number, y: number): Promise<void>;
  /** A real key: a character, or a name as in `KeyboardEvent.key`. */
  press(key: string): Promise<void>;
  /** Of the viewport, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** PNG of the viewport. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The source of an expression that runs `body` and promises its answer as JSON text. */
export function expressionOf(body: (argument: never) => unknown, argument: unknown): string {
  return `Promise.resolve((${body})(${JSON.stringify(argument) ?? "undefined"})).then((answer) => JSON.stringify(answer) ?? "null")`;
}
