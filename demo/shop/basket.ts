import { type KeptValue, keptValue } from "./keptValue";

/** Item id → quantity, in the order of adding. The shop's own state: Aisle only hears of it through events. */
export interface Basket {
  lines(): readonly BasketLine[];
  count(): number;
  add(id: string, quantity: number): void;
  /** 0 removes the line. */
  set(id: string, quantity: number): void;
  clear(): void;
}

export interface BasketLine {
  readonly id: string;
  readonly quantity: number;
}

export const MAX_QUANTITY = 99;

export function createBasket(key: string, kept: KeptValue<readonly BasketLine[]> = storedLines(key)): Basket {
  const lines = () => kept.get() ?? [];
  const set = (id: string, quantity: number) => {
    const wanted = clamp(quantity);
    const known = lines().some((line) => line.id === id);
    const next = known
      ? lines().map((line) => (line.id === id ? { id, quantity: wanted } : line))
      : [...lines(), { id, quantity: wanted }];
    const left = next.filter((line) => line.quantity > 0);
    kept.set(left.length > 0 ? left : undefined);
  };
  return {
    lines,
    count: () => lines().reduce((sum, line) => sum + line.quantity, 0),
    add: (id, quantity) => set(id, (lines().find((line) => line.id === id)?.quantity ?? 0) + quantity),
    set,
    clear: () => kept.set(undefined),
  };
}

function storedLines(key: string): KeptValue<readonly BasketLine[]> {
  return keptValue(() => localStorage, key, readLines);
}

/** Keeps the good lines of whatever storage holds. */
export function readLines(value: unknown): readonly BasketLine[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((line: unknown) => {
    if (typeof line !== "object" || line === null) return [];
    const { id, quantity } = line as Partial<BasketLine>;
    if (typeof id !== "string" || typeof quantity !== "number" || clamp(quantity) === 0) return [];
    return [{ id, quantity: clamp(quantity) }];
  });
}

function clamp(quantity: number): number {
  return Number.isFinite(quantity) ? Math.min(MAX_QUANTITY, Math.max(0, Math.round(quantity))) : 0;
}
