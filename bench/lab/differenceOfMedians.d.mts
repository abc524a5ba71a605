export function differenceOfMedians(
  a: readonly number[],
  b: readonly number[],
  random: () => number,
): { readonly difference: number; readonly low: number; readonly high: number };
