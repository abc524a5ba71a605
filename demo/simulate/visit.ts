/** One visit, from the home page to the till: the whole of what a shopper does in the shop. */
import type { Act, Policy, Slot } from "./policy";
import { SLOT_LIMITS } from "./policy";
import { type Moment, passOver, type ShopperState, spentLately, wanting } from "./shopperState";
import type { VisitRecord } from "./visitRecord";
import { type Campaign, DAY_MS, type Good, type Promotion } from "./world";

/** Names of decisions, for the dice. */
const TOPIC = {
  errands: 1,
  errandKind: 2,
  habit: 3,
  look: 4,
  click: 5,
  surprise: 6,
  buy: 7,
  dwell: 8,
  till: 9,
  which: 10,
  offer: 11,
};

export interface VisitOptions extends Omit<Moment, "basket"> {
  readonly policy: Policy;
  /** Lets a policy look into the shopper's head: for the upper bound only. */
  readonly onVisit?: (state: ShopperState, moment: Moment) => void;
}

export function visit(state: ShopperState, options: VisitOptions): VisitRecord {
  return new Visit(state, options).run();
}

interface ListKind {
  /** Absent: the shop's own listing. */
  readonly slot?: Slot;
  /** Wanting that the occasion adds. */
  readonly bonus: number;
  /** Goods taken before the shopper has enough. */
  readonly most?: number;
  /** Its products' pages lead nowhere further: an offer's landing page, or a shelf on a product's page. */
  readonly isDeep?: boolean;
}

class Visit {
  readonly #state: ShopperState;
  readonly #options: VisitOptions;
  readonly #basket = new Set<number>();
  readonly #record: VisitRecord;
  /** Things seen and not yet paid for with patience. */
  #looks = 0;
  #seconds = 0;
  #relevance = 0;
  #seen = 0;
  #errandsDone = 0;
  #errands = 0;
  #followed?: Promotion;
  #advertised?: Campaign;

  constructor(state: ShopperState, options: VisitOptions) {
    this.#state = state;
    this.#options = options;
    this.#record = {
      shopper: state.shopper.id,
      at: options.at,
      seconds: 0,
      shelf: { seen: 0, clicked: 0 },
      promotions: { seen: 0, clicked: 0, used: 0 },
      ads: { seen: 0, clicked: 0, bought: 0 },
      bought: [],
      value: 0,
    };
  }

  run(): VisitRecord {
    this.#options.onVisit?.(this.#state, this.#moment());
    this.#offers();
    this.#shelf("home");
    if (this.#state.visits > 1) this.#shelf("again");
    this.#runErrands();
    if (this.#basket.size > 0) this.#shelf("complement");
    this.#till();
    this.#feel();
    return { ...this.#record, seconds: this.#seconds };
  }

  // ── Shelves ────────────────────────────────────────────────────────────────────────────────────────────────

  #shelf(slot: Slot, item?: Good): void {
    const { world } = this.#options;
    const shown = this.#ask(slot, item);
    if (shown.length === 0 || !this.#looksAt(slot, item?.row ?? 0)) return;
    const goods = shown.map((id) => world.goods[Number(id.slice(id.indexOf("-") + 1))]);
    this.#scan(goods, { slot, bonus: 0, isDeep: slot === "related" });
  }

  #ask(slot: Slot, item?: Good): readonly string[] {
    const { policy, at } = this.#options;
    return policy.show({
      slot,
      shopper: this.#state.shopper.id,
      at: at + this.#seconds * 1000,
      item: item?.public.id,
      basket: [...this.#basket].map((row) => this.#options.world.goods[row].public.id),
      limit: SLOT_LIMITS[slot],
    });
  }

  /** Down a list until the eye stops or patience ends. @returns the goods that came into the basket */
  #scan(goods: readonly Good[], from: ListKind): Good[] {
    const { shopper } = this.#state;
    const { choice, dwell } = this.#options.parameters;
    const taken: Good[] = [];
    for (let position = 0; position < goods.length; position++) {
      const good = goods[position];
      if (from.slot && this.#looks >= shopper.patience) break;
      if (position > 0 && this.#draw(TOPIC.look, good.row, position) >= shopper.eye) break;
      this.#seconds += dwell.look;
      const want = wanting(this.#state, good, this.#moment());
      if (from.slot) {
        this.#looks++;
        this.#record.shelf.seen++;
        this.#relevance += Math.tanh(want - 1);
        this.#seen++;
        this.#tell({ kind: "see", id: good.public.id, slot: from.slot, position });
      }
      if (this.#basket.has(good.row)) continue;
      const clicks = logistic(choice.clickSteepness * (want + from.bonus - choice.clickBar));
      if (this.#draw(TOPIC.click, good.row) >= clicks) {
        if (from.slot) passOver(this.#state, good.row, this.#options.at);
        continue;
      }
      if (from.slot) {
        this.#record.shelf.clicked++;
        this.#tell({ kind: "click", id: good.public.id, slot: from.slot, position });
      }
      if (this.#productPage(good, want + from.bonus, !from.isDeep)) taken.push(good);
      if (taken.length >= (from.most ?? Number.POSITIVE_INFINITY)) break;
    }
    return taken;
  }

  /** @returns whether it came into the basket */
  #productPage(good: Good, want: number, withRelated: boolean): boolean {
    const { parameters, dice } = this.#options;
    const { choice, dwell } = parameters;
    const { shopper } = this.#state;
    const truth = want + choice.surprise * dice.normal(shopper.id, TOPIC.surprise, good.row);
    const seconds = Math.exp(
      dwell.log + dwell.wanting * Math.min(4, truth) + dwell.spread * dice.normal(...this.#name(TOPIC.dwell, good.row)),
    );
    this.#seconds += seconds;
    this.#tell({ kind: "view", id: good.public.id, dwellMs: seconds * 1000 });
    const over = this.#spent() > shopper.budget ? choice.overBudget : 0;
    const buys = logistic(choice.buySteepness * (truth + this.#dealFor(good) - over - choice.buyBar));
    const taken = this.#draw(TOPIC.buy, good.row) < buys;
    if (taken) this.#take(good);
    if (withRelated && this.#draw(TOPIC.which, good.row) < 0.5) this.#advert(good);
    if (withRelated) this.#shelf("related", good);
    return taken;
  }

  #take(good: Good): void {
    this.#basket.add(good.row);
    this.#tell({ kind: "cart", id: good.public.id });
  }

  #dealFor(good: Good): number {
    const { parameters } = this.#options;
    if (!this.#followed?.goods.includes(good)) return 0;
    return parameters.offers.dealWeight * this.#state.shopper.dealLove * this.#followed.public.discount;
  }

  // ── Errands: what the shopper came for, found without any shelf ────────────────────────────────────────────

  #runErrands(): void {
    const { parameters } = this.#options;
    const { shoppers, dwell } = parameters;
    const { shopper } = this.#state;
    const mood = shoppers.errandsMood * this.#options.dice.normal(...this.#name(TOPIC.errands));
    if (this.#draw(TOPIC.errands, 9) >= shopper.errandVisits) return;
    this.#errands = Math.max(1, Math.round(Math.exp(shopper.logErrands + mood)));
    for (let errand = 0; errand < this.#errands; errand++) {
      this.#seconds += dwell.errand;
      const done = this.#draw(TOPIC.habit, errand) < shoppers.habit ? this.#buyAgain(errand) : this.#lookFor(errand);
      if (done) this.#errandsDone++;
    }
  }

  /** Straight to something bought before; what is used up soonest comes first. */
  #buyAgain(errand: number): boolean {
    const { world, parameters, at } = this.#options;
    const known = [...this.#state.bought].filter(([row]) => !this.#basket.has(row));
    if (known.length === 0) return this.#lookFor(errand);
    const claims = known.map(([row, times]) => {
      const lasts = world.goods[row].lastsDays;
      const since = (at - times[times.length - 1]) / DAY_MS;
      if (since < 1) return 0;
      return Math.sqrt(times.length) * (lasts === undefined ? 0.25 : Math.min(1, (since / lasts) ** 2));
    });
    const row = known[choose(claims, this.#draw(TOPIC.which, errand, 1))]?.[0];
    if (row === undefined) return this.#lookFor(errand);
    const good = world.goods[row];
    this.#tell({ kind: "view", id: good.public.id, dwellMs: 8_000 });
    this.#seconds += 8;
    if (this.#draw(TOPIC.buy, row, 1) >= parameters.choice.habitBuys) return false;
    this.#take(good);
    return true;
  }

  /** Through the shop's own listing of a kind. */
  #lookFor(errand: number): boolean {
    const { world, parameters } = this.#options;
    const kind = choose(this.#state.shopper.errandShares, this.#draw(TOPIC.errandKind, errand));
    const goods = world.listing[kind].map((row) => world.goods[row]);
    return this.#scan(goods, { bonus: parameters.choice.errand, most: 1 }).length > 0;
  }

  // ── Promotions and ads ─────────────────────────────────────────────────────────────────────────────────────

  #offers(): void {
    const { world, parameters } = this.#options;
    const { shopper } = this.#state;
    this.#advert();
    const shown = this.#ask("promotions");
    if (shown.length === 0 || !this.#looksAt("promotions", 0)) return;
    for (let position = 0; position < shown.length; position++) {
      if (position > 0 && this.#draw(TOPIC.look, -1, position) >= shopper.eye) return;
      const promotion = world.promotions.find((one) => one.public.id === shown[position]);
      if (!promotion) continue;
      this.#look("promotions", shown[position], position);
      const deal = parameters.offers.dealWeight * shopper.dealLove * promotion.public.discount;
      const want = this.#bestOf(promotion.goods) + deal;
      this.#relevance += 0.5 * Math.tanh(want - 1.5);
      this.#seen += 0.5;
      const name = Number(promotion.public.id.slice(10));
      const clicks = logistic(parameters.choice.clickSteepness * (want - parameters.offers.promotionBar - 0.8));
      if (this.#draw(TOPIC.offer, name) >= clicks) continue;
      this.#record.promotions.clicked++;
      this.#tell({ kind: "click", id: promotion.public.id, slot: "promotions", position });
      this.#followed = promotion;
      this.#scan(this.#landing(promotion.goods), { bonus: deal, isDeep: true });
      return;
    }
  }

  #advert(page?: Good): void {
    const { world, parameters } = this.#options;
    const { shopper } = this.#state;
    for (const id of this.#ask("ads", page)) {
      const campaign = world.campaigns.find((one) => one.public.id === id);
      if (!campaign || !this.#looksAt("ads", page?.row ?? -2)) continue;
      this.#look("ads", id, 0);
      const want = this.#bestOf(campaign.goods);
      const relevance = Math.tanh(want - 2);
      this.#relevance += parameters.satisfaction.ad * (relevance < 0 ? relevance * shopper.adDislike : relevance);
      this.#seen += parameters.satisfaction.ad;
      const clicks = logistic(
        parameters.choice.clickSteepness * (want - shopper.adDislike - parameters.offers.adBar - 0.6),
      );
      if (this.#draw(TOPIC.offer, 10_000 + Number(id.slice(9)), page?.row ?? -1) >= clicks) continue;
      this.#record.ads.clicked++;
      this.#tell({ kind: "click", id, slot: "ads", position: 0 });
      this.#advertised = campaign;
      this.#scan(this.#landing(campaign.goods), { bonus: 0, isDeep: true });
    }
  }

  #look(slot: "promotions" | "ads", id: string, position: number): void {
    this.#looks++;
    this.#seconds += this.#options.parameters.dwell.look;
    this.#record[slot].seen++;
    this.#tell({ kind: "see", id, slot, position });
  }

  /** An offer is worth its best goods: the mean of what is wanted most. */
  #bestOf(goods: readonly Good[]): number {
    const wants = goods.map((good) => wanting(this.#state, good, this.#moment())).sort((a, b) => b - a);
    const best = wants.slice(0, 5);
    return best.length === 0 ? -3 : best.reduce((all, one) => all + one, 0) / best.length;
  }

  /** The page behind an offer lists its goods as the shop would. */
  #landing(goods: readonly Good[]): Good[] {
    return [...goods].sort((a, b) => b.appeal - a.appeal).slice(0, this.#options.parameters.offers.landing);
  }

  // ── The end ────────────────────────────────────────────────────────────────────────────────────────────────

  #till(): void {
    const { world, parameters, at } = this.#options;
    if (this.#basket.size === 0 || this.#draw(TOPIC.till) >= parameters.choice.checksOut) return;
    const order = `${this.#state.shopper.id}-${this.#state.visits}`;
    const goods = [...this.#basket].map((row) => world.goods[row]);
    const full = goods.reduce((sum, { public: { price } }) => sum + price, 0);
    const promoted = this.#followed && full >= this.#followed.public.minimumBasket ? this.#followed : undefined;
    for (const good of goods) {
      const off = promoted?.goods.includes(good) ? promoted.public.discount : 0;
      this.#record.value += good.public.price * (1 - off);
      this.#record.bought.push(good.row);
      const times = this.#state.bought.get(good.row);
      if (times) times.push(at);
      else this.#state.bought.set(good.row, [at]);
      this.#state.kindBought.set(good.kind, at);
      this.#tell({ kind: "buy", id: good.public.id, order });
    }
    if (promoted && goods.some((good) => promoted.goods.includes(good))) this.#record.promotions.used = 1;
    if (this.#advertised && goods.some((good) => this.#advertised?.goods.includes(good))) this.#record.ads.bought = 1;
    this.#state.spending.push({ at, amount: this.#record.value });
  }

  /** Pleased by what was shown and by errands done; the average decides whether there is a next visit. */
  #feel(): void {
    const { satisfaction } = this.#options.parameters;
    const shown = this.#seen === 0 ? 0 : this.#relevance / this.#seen;
    const errands = this.#errands === 0 ? 0 : (2 * this.#errandsDone) / this.#errands - 1;
    const felt = satisfaction.shelf * shown + satisfaction.errand * errands;
    this.#state.satisfaction += satisfaction.memory * (felt - this.#state.satisfaction);
  }

  // ── Small things ───────────────────────────────────────────────────────────────────────────────────────────

  #moment(): Moment {
    return { ...this.#options, basket: this.#basket };
  }

  #spent(): number {
    let sum = spentLately(this.#state, this.#options.at);
    for (const row of this.#basket) sum += this.#options.world.goods[row].public.price;
    return sum;
  }

  #looksAt(slot: Slot, page: number): boolean {
    return this.#draw(TOPIC.look, SLOTS.indexOf(slot), page, 7) < this.#state.shopper.curiosity;
  }

  #tell(act: Omit<Act, "shopper" | "at">): void {
    const { policy, at } = this.#options;
    policy.observe({ ...act, shopper: this.#state.shopper.id, at: at + Math.round(this.#seconds * 1000) });
  }

  #draw(topic: number, ...rest: readonly number[]): number {
    return this.#options.dice.uniform(...this.#name(topic, ...rest));
  }

  #name(topic: number, ...rest: readonly number[]): number[] {
    return [this.#state.shopper.id, this.#state.visits, topic, ...rest];
  }
}

const SLOTS: readonly Slot[] = ["home", "again", "related", "complement", "promotions", "ads"];

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The place of one of the shares, by a uniform draw; −1 when all are 0. */
function choose(shares: ArrayLike<number>, draw: number): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) total += shares[i];
  if (!(total > 0)) return -1;
  let left = draw * total;
  for (let i = 0; i < shares.length; i++) {
    left -= shares[i];
    if (left < 0) return i;
  }
  return shares.length - 1;
}
