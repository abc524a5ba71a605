/**
 * A year and a half of a shop that does not exist: shoppers with a few projects each, who look around, buy what a
 * project needs, come back when supplies run out, and buy a best seller now and then. The same seed gives the same file.
 */
import { type Project, projects } from "./projects";

export interface SimulatedProduct {
  readonly id: string;
  /** Variants share it. */
  readonly itemGroupId?: string;
  readonly price: number;
  readonly popularity: number;
  /** Days since it came into the shop. */
  readonly ageDays: number;
}

export interface SimulatedRow {
  readonly user: string;
  readonly item: string;
  readonly event: "view_item" | "add_to_cart" | "purchase";
  /** Epoch milliseconds. */
  readonly at: number;
  readonly quantity?: number;
  readonly price?: number;
  readonly order?: string;
}

export interface SimulateOptions {
  readonly products: readonly SimulatedProduct[];
  readonly seed: number;
  readonly shoppers: number;
  readonly days: number;
  /** The last moment, epoch milliseconds. */
  readonly until: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A shopper has one to three projects. */
const PROJECT_COUNTS = [0.45, 0.37, 0.18];
/** Days between two visits that nothing runs out for. */
const VISIT_DAYS = 38;
/** Of a visit's lines, so many are what sells everywhere, and so many of the looks. */
const BEST_SELLER_SHARE = 0.12;
const STRAY_LOOK_SHARE = 0.25;

export function simulateOrders(options: SimulateOptions): SimulatedRow[] {
  const { seed, shoppers, days, until } = options;
  const shop = shopOf(options);
  const rows: SimulatedRow[] = [];
  for (let n = 0; n < shoppers; n++) {
    const random = mulberry32(seed * 1_000_003 + n);
    const joined = until - days * DAY_MS * (0.15 + 0.85 * random());
    const user = `s${String(n + 1).padStart(5, "0")}`;
    for (const visit of visitsOf(random, { from: joined, until })) rows.push(...rowsOf(user, visit, shop, random));
  }
  return rows.sort((a, b) => a.at - b.at || (a.user < b.user ? -1 : a.user > b.user ? 1 : 0));
}

interface Visit {
  readonly at: number;
  readonly project: Project;
  /** Product numbers to buy; none: only looking. */
  readonly buys: readonly string[];
}

/** One shopper's visits, oldest first. */
function visitsOf(random: () => number, span: { readonly from: number; readonly until: number }): Visit[] {
  const visits: Visit[] = [];
  const count = 1 + pickBy(random, PROJECT_COUNTS);
  const chosen = new Set<Project>();
  while (chosen.size < count)
    chosen.add(
      projects[
        pickBy(
          random,
          projects.map(({ share }) => share),
        )
      ],
    );
  const activity = 0.5 + 1.2 * random();
  for (const project of chosen) {
    const left = [...project.things];
    // Later projects begin later.
    let at = span.from + random() * 90 * DAY_MS * (chosen.size - 1);
    while (at < span.until) {
      const inSeason = project.peakMonth === undefined || seasonOf(at, project.peakMonth) > random();
      if (inSeason) {
        const buying = random() < 0.62;
        const wanted = buying ? 1 + pickBy(random, [0.42, 0.33, 0.17, 0.08]) : 0;
        // Mostly in order: a dripper before a travel cup.
        const buys = Array.from({ length: Math.min(wanted, left.length) }, () =>
          left.splice(Math.min(left.length - 1, Math.floor(random() ** 2 * 5)), 1),
        ).flat();
        visits.push({ at, project, buys });
      }
      at += (VISIT_DAYS * DAY_MS * exponential(random)) / activity;
    }
    for (const [supply, lasts] of Object.entries(project.supplies)) {
      if (random() < 0.4) continue;
      const own = lasts * (0.75 + 0.5 * random());
      let next = span.from + own * DAY_MS * (0.2 + 2 * random());
      while (next < span.until && random() > 0.04) {
        visits.push({ at: next, project, buys: [supply] });
        next += own * DAY_MS * (0.8 + 0.4 * random());
      }
    }
  }
  return mergeVisits(visits.sort((a, b) => a.at - b.at));
}

/** What falls within two days is bought in one go. */
function mergeVisits(visits: readonly Visit[]): Visit[] {
  const merged: Visit[] = [];
  for (const visit of visits) {
    const last = merged.at(-1);
    if (last && visit.at - last.at < 2 * DAY_MS) {
      merged[merged.length - 1] = { ...last, buys: [...new Set([...last.buys, ...visit.buys])] };
    } else merged.push(visit);
  }
  return merged;
}

function rowsOf(user: string, { at, project, buys }: Visit, shop: SimulatedShop, random: () => number): SimulatedRow[] {
  const rows: SimulatedRow[] = [];
  const opening = Math.floor(at / DAY_MS) * DAY_MS + (7 + 15 * random()) * 60 * MINUTE_MS;
  let time = Math.floor(opening / 1000) * 1000;
  const look = (item: string) => {
    time += Math.floor((0.3 + 3 * random()) * 60) * 1000;
    rows.push({ user, item, event: "view_item", at: time });
  };
  const wanted = [...buys];
  if (random() < BEST_SELLER_SHARE && buys.length > 0) wanted.push(shop.bestSeller(random));
  const baskets = wanted.flatMap((number) => shop.variant(number, random, at) ?? []);
  const looks = 1 + Math.floor(3 * random());
  for (let i = 0; i < looks; i++) {
    const stray = random() < STRAY_LOOK_SHARE;
    const number = stray ? shop.bestSeller(random) : project.things[Math.floor(random() * project.things.length)];
    const seen = shop.variant(number, random, at);
    if (seen) look(seen.id);
  }
  for (const product of baskets) {
    if (random() < 0.8) look(product.id);
    time += 20_000;
    rows.push({ user, item: product.id, event: "add_to_cart", at: time, quantity: 1, price: product.price });
  }
  if (baskets.length === 0) return rows;
  time += 2 * MINUTE_MS;
  const order = `o-${user}-${Math.floor(at / DAY_MS)}`;
  for (const product of baskets) {
    const quantity = product.price < 15 && random() < 0.3 ? 2 : 1;
    rows.push({ user, item: product.id, event: "purchase", at: time, quantity, price: product.price, order });
  }
  return rows;
}

interface SimulatedShop {
  /** A variant of a product by its number, if it was on sale then. */
  variant(number: string, random: () => number, at: number): SimulatedProduct | undefined;
  bestSeller(random: () => number): string;
}

function shopOf({ products, until }: SimulateOptions): SimulatedShop {
  const byNumber = new Map<string, SimulatedProduct[]>();
  for (const product of products) {
    const number = (product.itemGroupId ?? product.id).replace(/^aisle-/, "");
    const known = byNumber.get(number);
    if (known) known.push(product);
    else byNumber.set(number, [product]);
  }
  const numbers = [...byNumber.keys()];
  const demand = numbers.map((number) => (byNumber.get(number) as SimulatedProduct[])[0].popularity ** 1.3);
  for (const { things, supplies } of projects) {
    for (const number of [...things, ...Object.keys(supplies)]) {
      if (!byNumber.has(number)) throw new Error(`A project needs ${number}, which the shop does not have.`);
    }
  }
  return {
    variant(number, random, at) {
      const onSale = (byNumber.get(number) ?? []).filter(({ ageDays }) => until - ageDays * DAY_MS <= at);
      return onSale.length === 0
        ? undefined
        : onSale[
            pickBy(
              random,
              onSale.map(({ popularity }) => popularity + 1),
            )
          ];
    },
    bestSeller: (random) => numbers[pickBy(random, demand)],
  };
}

/** 1 in the month itself, .2 half a year away. */
function seasonOf(at: number, peakMonth: number): number {
  const month = new Date(at).getUTCMonth();
  const apart = Math.min(Math.abs(month - peakMonth), 12 - Math.abs(month - peakMonth));
  return 0.2 + 0.8 * Math.exp(-(apart ** 2) / 4);
}

/** @returns an index, with a chance in proportion to its weight */
function pickBy(random: () => number, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** Mean 1. */
function exponential(random: () => number): number {
  return -Math.log(1 - random());
}

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
