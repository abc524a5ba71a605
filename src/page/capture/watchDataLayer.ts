/** Reads a tag manager's data layer: what was pushed before, and what will be. The shop's own pushes are never disturbed. */

export const DATA_LAYER = "dataLayer";
/** How often the variable is looked at where it cannot be watched (`var dataLayer` in a script). What it holds is not lost. */
const POLL_MS = 500;

type Layer = unknown[] & { push(...entries: unknown[]): number };

export interface DataLayerOptions {
  /** The page's window. */
  readonly page: object;
  /** Name of the variable; default `dataLayer`. */
  readonly name?: string;
}

/**
 * Calls `listener` with every entry, past ones first, in the order of the pushes: objects, and the `Arguments` of
 * `gtag()`. Follows the variable when the shop puts another array there. What the listener throws stays here.
 * @returns the end of it: the variable and `push` are the shop's own again
 */
export function watchDataLayer(listener: (entry: unknown) => void, options: DataLayerOptions): () => void {
  const page = options.page as Record<string, unknown>;
  const name = options.name ?? DATA_LAYER;
  let unhook: (() => void) | undefined;
  let current: unknown;
  let stopped = false;

  const tell = (entry: unknown) => {
    if (stopped) return;
    try {
      listener(entry);
    } catch (error) {
      reportError(error);
    }
  };

  function take(next: unknown): void {
    if (next === current) return;
    unhook?.();
    unhook = undefined;
    current = next;
    if (!Array.isArray(next)) return;
    const layer = next as Layer;
    const original = layer.push;
    const push = function (this: unknown, ...entries: unknown[]): number {
      // The tag manager first, and its answer is the answer.
      const length = Reflect.apply(original, layer, entries) as number;
      for (const entry of entries) tell(entry);
      return length;
    };
    layer.push = push;
    unhook = () => {
      // Somebody may have wrapped it since; then ours stays in the middle and says nothing.
      if (layer.push === push) layer.push = original;
    };
    for (const entry of [...layer]) tell(entry);
  }

  const restore = watchVariable(page, name, take);
  take(page[name]);
  return () => {
    stopped = true;
    restore();
    unhook?.();
  };
}

/**
 * Notices that another value is put into a variable: by an accessor in its place, or by looking now and then where there is
 * no variable yet (nobody should find one that is not the shop's) or the browser refuses.
 */
function watchVariable(page: Record<string, unknown>, name: string, taken: (value: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(page, name);
  if (own?.configurable && !own.get) {
    let { value } = own;
    Object.defineProperty(page, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set: (next: unknown) => {
        value = next;
        taken(next);
      },
    });
    return () => void Object.defineProperty(page, name, { ...own, value });
  }
  let restore: (() => void) | undefined;
  const timer = setInterval(() => {
    if (own || !(name in page)) {
      taken(page[name]);
      return;
    }
    clearInterval(timer);
    taken(page[name]);
    restore = watchVariable(page, name, taken);
  }, POLL_MS);
  return () => {
    clearInterval(timer);
    restore?.();
  };
}
