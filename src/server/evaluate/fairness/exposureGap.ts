/** How exposure on shelves is shared out among groups of items, against what the shop stocks and what shoppers want. */

/** Items' groups by one property: index into `names`, or −1 for items without it. */
export interface Grouping {
  readonly of: "brand" | "price" | "newness";
  readonly names: readonly string[];
  readonly groupOf: ArrayLike<number>;
}

export interface GroupShares {
  readonly names: readonly string[];
  /** Of the items. */
  readonly supply: readonly number[];
  /** Of what shoppers went on to order. */
  readonly merit: readonly number[];
  /** Of attention: places discounted by 1 / log₂(place + 1). */
  readonly exposure: readonly number[];
  /** Half the sum of |exposure − merit|: the share of attention that is not where merit is, 0 to 1. */
  readonly gap: number;
}

/**
 * @param shelves item rows of each shelf, best first
 * @param wanted item rows that each shopper ordered next; merit is theirs, every shopper counting once
 */
export function groupShares(
  grouping: Grouping,
  shelves: readonly ArrayLike<number>[],
  wanted: readonly Iterable<number>[],
): GroupShares {
  const { names, groupOf } = grouping;
  const none = () => new Array<number>(names.length).fill(0);
  const [supply, merit, exposure] = [none(), none(), none()];
  const add = (to: number[], row: number, amount: number) => {
    const group = groupOf[row];
    if (group >= 0) to[group] += amount;
  };
  for (let row = 0; row < groupOf.length; row++) add(supply, row, 1);
  for (const rows of wanted) {
    const all = [...rows];
    for (const row of all) add(merit, row, 1 / all.length);
  }
  for (const shelf of shelves) {
    for (let place = 0; place < shelf.length; place++) add(exposure, shelf[place], attention(place));
  }
  const shares = { supply: toShares(supply), merit: toShares(merit), exposure: toShares(exposure) };
  const gap = shares.exposure.reduce((sum, share, g) => sum + Math.abs(share - shares.merit[g]), 0) / 2;
  return { names, ...shares, gap };
}

/** @param place from 0 */
export function attention(place: number): number {
  return 1 / Math.log2(place + 2);
}

function toShares(amounts: readonly number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return amounts.map((amount) => (total === 0 ? 0 : amount / total));
}
