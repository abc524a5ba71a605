import type { Cases } from "./closenessEngine";

/** A part of a catalogue small enough for one step, with cases that lie whole within it. */
export interface SubCatalog {
  /** Row of the whole catalogue of each row here, ascending. */
  readonly rows: Uint32Array;
  /** By rows of the part. */
  readonly cases: Cases;
  /** How likely each row was to be here; undefined for the whole catalogue. */
  readonly inclusion?: Float32Array;
}

/** Share of the part that items of its cases may take; the rest is drawn evenly from the others. */
const CASE_SHARE = 0.6;

/** Draws cases until their items fill their share, then other items. All of a catalogue that fits. */
export function subCatalog(
  cases: Cases,
  { items, most, random }: { readonly items: number; readonly most: number; readonly random: () => number },
): SubCatalog {
  if (items <= most) return { rows: Uint32Array.from({ length: items }, (_, row) => row), cases };
  const { starts, targets } = cases;
  const count = targets.length;
  const order = shuffled(count, random);
  const met = new Uint8Array(items);
  const appearances = new Uint32Array(items);
  const taken: number[] = [];
  let filled = 0;
  for (const c of order) {
    const rows = new Set([targets[c], ...cases.items.subarray(starts[c], starts[c + 1])]);
    let fresh = 0;
    for (const row of rows) if (!met[row]) fresh++;
    if (filled + fresh > most * CASE_SHARE) break;
    for (const row of rows) met[row] = 1;
    filled += fresh;
    taken.push(c);
  }
  taken.sort((a, b) => a - b);
  for (let c = 0; c < count; c++) {
    for (const row of new Set([targets[c], ...cases.items.subarray(starts[c], starts[c + 1])])) appearances[row]++;
  }
  const evenly = (most - filled) / (items - filled);
  const caseShare = taken.length / Math.max(1, count);
  for (let missing = most - filled; missing > 0; ) {
    const row = Math.floor(random() * items);
    if (met[row]) continue;
    met[row] = 1;
    missing--;
  }
  const rows = Uint32Array.from({ length: most });
  const place = new Uint32Array(items);
  let next = 0;
  for (let row = 0; row < items; row++) {
    if (!met[row]) continue;
    place[row] = next;
    rows[next++] = row;
  }
  return {
    rows,
    cases: pick(cases, taken, place),
    inclusion: Float32Array.from(rows, (row) => 1 - (1 - evenly) * (1 - caseShare) ** appearances[row]),
  };
}

function pick(cases: Cases, taken: readonly number[], place: Uint32Array): Cases {
  const starts = new Uint32Array(taken.length + 1);
  taken.forEach((c, i) => {
    starts[i + 1] = starts[i] + cases.starts[c + 1] - cases.starts[c];
  });
  const items = new Uint32Array(starts[taken.length]);
  const weights = new Float32Array(items.length);
  taken.forEach((c, i) => {
    items.set(
      cases.items.subarray(cases.starts[c], cases.starts[c + 1]).map((row) => place[row]),
      starts[i],
    );
    weights.set(cases.weights.subarray(cases.starts[c], cases.starts[c + 1]), starts[i]);
  });
  return { starts, items, weights, targets: Uint32Array.from(taken, (c) => place[cases.targets[c]]) };
}

function shuffled(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
