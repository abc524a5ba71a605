/** The shop's state and everything a visitor can do in it. Pages read it and draw; nothing here knows the DOM's shape. */
import type {
  Aisle,
  AisleOptions,
  CatalogStatus,
  ConsentState,
  EncoderStatus,
  EventName,
  EventParams,
  RowProblem,
} from "../../src/index";
import { en, type Messages } from "../i18n/en";
import { type Basket, createBasket } from "./basket";
import { type Department, ownCatalogue, type ShopCatalogue, type ShopProduct } from "./catalogue";
import { eventItem } from "./eventItem";
import { unitPrice } from "./money";
import { feedReason, type OwnFeed, type OwnFeedStore, readOwnFeed } from "./ownFeed";
import { links } from "./router";
import type { ConsentChoice, Language, Settings, Theme } from "./settings";
import { becomeShopper, type ShopperChange, type SimulatedShopper } from "./shopperReplay";

export interface ShopSurroundings {
  readonly settings: Settings;
  readonly createClient: (options: AisleOptions) => Aisle;
  readonly loadDemoCatalogue: () => Promise<ShopCatalogue>;
  readonly loadMessages: (language: Language) => Promise<Messages>;
  readonly feedStore: OwnFeedStore;
  readonly now: () => number;
  /** Something changed: draw again soon. */
  readonly update: () => void;
  /** Goes to a hash. */
  readonly go: (href: string) => void;
}

export type FeedState =
  | { readonly phase: "idle" }
  | { readonly phase: "fetching" }
  | { readonly phase: "reading"; readonly rows: number }
  | { readonly phase: "ready"; readonly rejected: readonly RowProblem[]; readonly repaired: readonly RowProblem[] }
  | { readonly phase: "failed"; readonly reason: string };

export const YOURSELF = "yourself";

export class Shop {
  catalogue!: ShopCatalogue;
  client!: Aisle;
  t: Messages = en;
  cart!: Basket;
  wishlist!: Basket;
  readonly ratings = new Map<string, number>();
  catalogStatus?: CatalogStatus;
  encoderStatus?: EncoderStatus;
  online = true;
  feed: FeedState = { phase: "idle" };
  shopper = YOURSELF;
  replay?: { readonly done: number; readonly total: number };
  change?: ShopperChange;
  /** Spoken politely by screen readers. */
  announcement = "";
  /** A new version waits; calling it takes it. */
  takeUpdate?: () => void;
  /** Product id → the recommendation that led there: later acts on it are credited to that shelf. */
  private readonly _credit = new Map<string, string>();
  private _unsubscribe?: () => void;
  /** Memory is in use for a simulated shopper, though the visitor has not answered. */
  private _borrowed = false;

  constructor(private readonly _with: ShopSurroundings) {}

  get settings(): Settings {
    return this._with.settings;
  }

  now(): number {
    return this._with.now();
  }

  async open(): Promise<void> {
    this.t = await this._with.loadMessages(this.settings.language());
    const kept = await this._with.feedStore.get().catch(() => undefined);
    if (!kept || !(await this.openFeed(kept))) await this.openDemo();
  }

  update(): void {
    this._with.update();
  }

  announce(text: string): void {
    this.announcement = text;
    this.update();
  }

  // ── Settings ───────────────────────────────────────────────────────────────────────────────────────────────

  async setLanguage(language: Language): Promise<void> {
    this.t = await this._with.loadMessages(language);
    this.settings.setLanguage(language);
    this.update();
  }

  setTheme(theme: Theme): void {
    this.settings.setTheme(theme);
    this.update();
  }

  get trials(): boolean {
    return this.settings.trials();
  }

  /** Starts or ends exploration, experiment and reports: the shop opens again with them. */
  async setTrials(on: boolean): Promise<void> {
    this.settings.setTrials(on);
    this.announce(on ? this.t.experiments.running : this.t.experiments.stopped);
    await this.openDemo();
  }

  /** The visitor has not answered yet. */
  get asking(): boolean {
    return this.settings.consent() === undefined;
  }

  async chooseConsent(choice: ConsentChoice): Promise<void> {
    this._borrowed = false;
    this.settings.setConsent(choice);
    this.update();
    await this.client.consent.set(choice);
    this.update();
  }

  /** The privacy panel asks too; its answer counts as much as the banner's. */
  private _consentChanged(state: ConsentState): void {
    if (state === "pending" || this._borrowed || state === this.settings.consent()) return;
    this.settings.setConsent(state);
  }

  departmentName(department: Department): string {
    return this.settings.language() === "zh" ? department.nameZh : department.name;
  }

  department(slug: string): Department | undefined {
    return this.catalogue.departments.find((department) => department.slug === slug);
  }

  // ── What a visitor does ────────────────────────────────────────────────────────────────────────────────────

  /** A failing recommender never keeps anybody from shopping. */
  track(name: EventName, params: EventParams): void {
    void this.client.track(name, params).catch(() => undefined);
  }

  credit(id: string, recommendation: string | undefined): void {
    if (recommendation) this._credit.set(id, recommendation);
  }

  selected(
    product: ShopProduct,
    from: { readonly list: string; readonly index: number; readonly from?: string },
  ): void {
    this.credit(product.id, from.from);
    this.track("select_item", {
      items: [eventItem(product, { index: from.index })],
      item_list_id: from.list,
      recommendation_id: from.from,
    });
  }

  looked(product: ShopProduct): void {
    this.track("view_item", this._about(product));
  }

  stayed(product: ShopProduct, dwellMs: number): void {
    this.track("dwell", { ...this._about(product), dwell_ms: dwellMs });
  }

  addToCart(product: ShopProduct, quantity = 1): void {
    this.cart.add(product.id, quantity);
    this.track("add_to_cart", this._about(product, quantity));
    this.announce(this.t.product.added(product.title));
  }

  setQuantity(product: ShopProduct, quantity: number): void {
    const before = this.cart.lines().find((line) => line.id === product.id)?.quantity ?? 0;
    this.cart.set(product.id, quantity);
    const after = this.cart.lines().find((line) => line.id === product.id)?.quantity ?? 0;
    if (after > before) this.track("add_to_cart", this._about(product, after - before));
    if (after < before) this.track("remove_from_cart", this._about(product, before - after));
    this.announce(after === 0 ? this.t.cartPage.removed(product.title) : this.t.cartWith(this.cart.count()));
  }

  toggleSaved(product: ShopProduct): void {
    const saved = this.wishlist.lines().some((line) => line.id === product.id);
    this.wishlist.set(product.id, saved ? 0 : 1);
    if (!saved) this.track("add_to_wishlist", this._about(product));
    this.announce(this.t.wishlistWith(this.wishlist.count()));
  }

  rate(product: ShopProduct, rating: number): void {
    this.ratings.set(product.id, rating);
    this.track("rate_item", { ...this._about(product), rating });
    this.announce(this.t.product.rated(rating));
  }

  /** Lines of the cart that this catalogue knows. */
  cartLines(): readonly { readonly product: ShopProduct; readonly quantity: number }[] {
    return this.cart.lines().flatMap(({ id, quantity }) => {
      const product = this.catalogue.byId.get(id);
      return product ? [{ product, quantity }] : [];
    });
  }

  cartTotal(): number {
    return this.cartLines().reduce((sum, { product, quantity }) => sum + (unitPrice(product) ?? 0) * quantity, 0);
  }

  cartParams(): EventParams {
    const lines = this.cartLines();
    return {
      items: lines.map(({ product, quantity }) => eventItem(product, { quantity })),
      currency: lines[0]?.product.currency,
      value: this.cartTotal(),
    };
  }

  /** Records the purchase and empties the cart; returns the order's number. */
  checkout(): string {
    const order = `H${this.now().toString(36).toUpperCase()}`;
    this.track("begin_checkout", this.cartParams());
    this.track("purchase", { ...this.cartParams(), transaction_id: order });
    this.cart.clear();
    this.announce(this.t.order.title);
    return order;
  }

  // ── Be another shopper ─────────────────────────────────────────────────────────────────────────────────────

  async become(shopper: SimulatedShopper): Promise<void> {
    // Without an answer yet, memory is the most that may be used; the question stays open.
    if (this.asking) {
      this._borrowed = true;
      await this.client.consent.set("off");
    }
    this.change = undefined;
    this.replay = { done: 0, total: shopper.history.length };
    this.update();
    try {
      this.change = await becomeShopper(this.client, this.catalogue, shopper, {
        now: this._with.now,
        onProgress: (done) => {
          this.replay = { done, total: shopper.history.length };
          this.update();
        },
      });
      this.shopper = shopper.id;
    } finally {
      this.replay = undefined;
      this.update();
    }
    this._with.go(links.home);
  }

  async becomeYourself(): Promise<void> {
    await this.client.profile.erase();
    if (this.asking) await this.client.consent.set("pending");
    this._borrowed = false;
    this.shopper = YOURSELF;
    this.change = undefined;
    this._with.go(links.home);
    this.update();
  }

  // ── Catalogues ─────────────────────────────────────────────────────────────────────────────────────────────

  async openDemo(): Promise<void> {
    const catalogue = await this._with.loadDemoCatalogue();
    await this._with.feedStore.set(undefined).catch(() => undefined);
    this.feed = { phase: "idle" };
    await this._enter(catalogue, { catalog: [...catalogue.byId.values()], namespace: "halden" });
  }

  /** Runs the shop on a feed and keeps the file for the next visit. False when it had no usable product. */
  async openFeed(file: OwnFeed): Promise<boolean> {
    this._setFeed({ phase: "reading", rows: 0 });
    try {
      const { items, rejected, repaired } = await readOwnFeed(file, {
        onProgress: (rows) => this._setFeed({ phase: "reading", rows }),
      });
      if (items.length === 0) {
        this._setFeed({ phase: "failed", reason: this.t.feed.noItems });
        return false;
      }
      // A full or denied storage means the feed is not there next time; it still runs now.
      await this._with.feedStore.set(file).catch(() => undefined);
      await this._enter(ownCatalogue(items, file.name), { namespace: "halden-own" }, file);
      this._setFeed({ phase: "ready", rejected, repaired });
      return true;
    } catch (error) {
      this._setFeed({ phase: "failed", reason: feedReason(error) });
      return false;
    }
  }

  async fetchFeed(address: string): Promise<boolean> {
    if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) {
      this._setFeed({ phase: "failed", reason: this.t.feed.badAddress });
      return false;
    }
    this._setFeed({ phase: "fetching" });
    try {
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!response.ok) throw new Error(String(response.status));
      const name = new URL(address).pathname.split("/").pop() || "feed";
      return this.openFeed(
        new File([await response.blob()], name, { type: response.headers.get("content-type") ?? "" }),
      );
    } catch {
      this._setFeed({ phase: "failed", reason: this.t.feed.unreachable });
      return false;
    }
  }

  private _setFeed(feed: FeedState): void {
    this.feed = feed;
    this.update();
  }

  private async _enter(
    catalogue: ShopCatalogue,
    options: Pick<AisleOptions, "catalog" | "namespace">,
    file?: OwnFeed,
  ): Promise<void> {
    this._unsubscribe?.();
    const previous = this.client as Aisle | undefined;
    this.catalogue = catalogue;
    this.catalogStatus = undefined;
    this.encoderStatus = undefined;
    this.change = undefined;
    this.shopper = YOURSELF;
    this._credit.clear();
    this.cart = createBasket(`halden.cart.${catalogue.kind}`);
    this.wishlist = createBasket(`halden.wishlist.${catalogue.kind}`);
    const client = this._with.createClient({ ...options, consent: this.settings.consent() ?? "pending" });
    this.client = client;
    this._unsubscribe = client.subscribe((change) => {
      if (change.type === "catalog") this.catalogStatus = change.catalog;
      if (change.type === "encoder") this.encoderStatus = change.encoder;
      if (change.type === "consent") this._consentChanged(change.consent.products);
      if (change.type !== "shelves" && change.type !== "event") this.update();
    });
    this.update();
    await previous?.dispose().catch(() => undefined);
    if (file) await client.catalog.load(file);
    void client.status().then((status) => {
      this.catalogStatus ??= status.catalog;
      this.encoderStatus ??= status.encoder;
      this.update();
    });
  }

  private _about(product: ShopProduct, quantity?: number): EventParams {
    return {
      items: [eventItem(product, { quantity })],
      currency: product.currency,
      recommendation_id: this._credit.get(product.id),
    };
  }
}
