/** The public vocabulary of Aisle: items, events, shelves, consent, status. Types only; no code. */
import type { ErrorData } from "./errors";

// ── Catalogue ────────────────────────────────────────────────────────────────────────────────────────────────

/** schema.org availability, reduced to what a shelf needs. Absent means in stock. */
export type Availability = "in_stock" | "preorder" | "backorder" | "out_of_stock";

/** A product, promotion, ad or article. Field names follow Google Merchant Center, in camel case. */
export interface Item {
  /** Unique within its collection; a string even when it looks like a number. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly brand?: string;
  /** Path from the department down: `["Kitchen", "Mugs"]`. */
  readonly category?: readonly string[];
  /** Unit price in the currency's major unit (12.5, not 1250). */
  readonly price?: number;
  readonly salePrice?: number;
  /** ISO 4217. */
  readonly currency?: string;
  readonly link?: string;
  readonly imageLink?: string;
  readonly availability?: Availability;
  /** Variants that share it are shown as one item. */
  readonly itemGroupId?: string;
  /** Any non-negative measure of demand, such as orders of the last 30 days. */
  readonly popularity?: number;
  /** When the item went on sale, epoch milliseconds. */
  readonly availableSince?: number;
  /** Further words worth knowing: colour, material, size, pattern. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of the collection `promotions`: what it gives, and on what. */
  readonly promotion?: PromotionTerms;
  /** Of the collection `ads`: who pays, how much, and for whom it is meant. */
  readonly campaign?: CampaignTerms;
}

/** Products by id, brand or category name; each list that is there must match. Absent lists match all. */
export interface ProductScope {
  readonly ids?: readonly string[];
  readonly brands?: readonly string[];
  readonly categories?: readonly string[];
}

/** After Google Merchant Center's promotions. */
export interface PromotionTerms {
  /** Epoch milliseconds; runs from here on, and before there. */
  readonly from?: number;
  readonly to?: number;
  /** 1 to 100. */
  readonly percentOff?: number;
  /** In the item's currency. */
  readonly moneyOff?: number;
  readonly code?: string;
  /** Value of the basket from which it holds. */
  readonly minimumPurchase?: number;
  readonly appliesTo?: ProductScope;
  /** Share of browsers that are offered it, 0 to 1: how a budget holds that no server watches. Default 1. */
  readonly participation?: number;
}

export interface CampaignTerms {
  /** Who pays; shown with the ad. */
  readonly sponsor: string;
  /** Currency units a click. Public, like the whole asset. */
  readonly bid: number;
  readonly from?: number;
  readonly to?: number;
  /** Impressions in one browser within a rolling window. */
  readonly cap?: { readonly impressions: number; readonly days: number };
  /** Share of browsers that are shown it, drawn anew each day; 0 to 1, default 1. */
  readonly participation?: number;
  /** Clicks of all impressions so far; default .01. */
  readonly clickRate?: number;
  /** Only shoppers with an interest in one of these are shown it; absent: all. */
  readonly targets?: Omit<ProductScope, "ids">;
}

/** A change to items already known: price and stock live apart from text. */
export type ItemUpdate = Pick<Item, "id"> & Partial<Pick<Item, "price" | "salePrice" | "availability" | "popularity">>;

// ── Events (Google Analytics 4 e-commerce names and shapes) ──────────────────────────────────────────────────

export type EventName =
  | "view_item_list"
  | "select_item"
  | "view_item"
  | "add_to_cart"
  | "add_to_wishlist"
  | "remove_from_cart"
  | "purchase"
  | "refund"
  | "view_cart"
  | "begin_checkout"
  | "search"
  | "view_search_results"
  | "view_promotion"
  | "select_promotion"
  | "rate_item"
  /** Active time on an item's page, reported when it ends; `dwell_ms` at event level. */
  | "dwell"
  /** The shopper said no to an item, or edited an interest (`interest`, `strength`); honoured in the next shelf. */
  | "not_interested"
  | "edit_interest";

/** One element of GA4's `items` array; only what Aisle reads. */
export interface EventItem {
  readonly item_id?: string;
  readonly item_name?: string;
  readonly item_brand?: string;
  readonly item_category?: string;
  readonly item_variant?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly currency?: string;
  /** Position in the list, from 0. */
  readonly index?: number;
}

/** Event-level parameters; GA4's names first, Aisle's own after. */
export interface EventParams {
  readonly items?: readonly EventItem[];
  readonly currency?: string;
  readonly value?: number;
  readonly transaction_id?: string;
  readonly search_term?: string;
  readonly item_list_id?: string;
  readonly item_list_name?: string;
  readonly promotion_id?: string;
  readonly promotion_name?: string;
  /** 1 to 5, for `rate_item`. */
  readonly rating?: number;
  readonly dwell_ms?: number;
  /** `Shelf.id`: ties a click or purchase to the shelf it came from. */
  readonly recommendation_id?: string;
  readonly collection?: string;
  /** Epoch milliseconds; default: now. */
  readonly timestamp?: number;
  /** For `edit_interest`: `{ kind: "category", value: "Kitchen" }`. */
  readonly interest?: Interest;
  /** For `edit_interest`: 0 forgets and mutes, 1 leaves as learned, 2 doubles. */
  readonly strength?: number;
}

export interface Interest {
  readonly kind: "category" | "brand" | "item";
  readonly value: string;
}

/**
 * One event as stored (schema version 1). Append-only; `id` makes a repeated write harmless.
 * One record per item: a `purchase` of three items is three records sharing `transactionId`.
 */
export interface EventRecord {
  readonly id: string;
  readonly name: EventName;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly collection: string;
  readonly purpose: Purpose;
  readonly itemId?: string;
  readonly quantity?: number;
  readonly price?: number;
  readonly currency?: string;
  readonly transactionId?: string;
  readonly query?: string;
  readonly rating?: number;
  readonly dwellMs?: number;
  readonly interest?: Interest;
  readonly strength?: number;
  /** Which shelf showed it, where, and with what probability. */
  readonly recommendationId?: string;
  readonly placement?: Placement;
  readonly position?: number;
  readonly propensity?: number;
  /** Of an impression at an explored place: what was drawn from, for `aisle evaluate --off-policy`. */
  readonly explored?: ExploredPlace;
  /** True when the record is an impression rather than an act. */
  readonly impression?: boolean;
}

export interface TrackResult {
  /** Records stored. */
  readonly accepted: number;
  /** Records refused, counted by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** Where events come from that nobody had to tag. */
export type CaptureSource = "dataLayer" | "jsonLd" | "searchBox" | "dwell";

export interface CaptureReport {
  /** Events read. */
  readonly read: number;
  /** What had to be repaired on the way, by kind. */
  readonly repaired: Readonly<Record<string, number>>;
}

export type DropReason =
  | "no_consent"
  | "paused"
  | "duplicate"
  | "impossible_quantity"
  | "impossible_clock"
  | "flood"
  | "unknown_item"
  /** Of a category that the shop named sensitive. */
  | "sensitive"
  | "no_item"
  | "unreadable";

// ── Shelves ──────────────────────────────────────────────────────────────────────────────────────────────────

export type Placement = "home" | "related" | "complement" | "again" | "recent" | "trending" | "new" | "search";

export interface RecommendQuery {
  readonly placement: Placement;
  /** Default `products`. */
  readonly collection?: string;
  /** The item on the page, for `related`; for `complement`, a basket of it alone. */
  readonly item?: string;
  /** The words, for `search`. */
  readonly text?: string;
  /** Ids in the basket, for `complement`; default: what the shopper's events have put into the cart. */
  readonly basket?: readonly string[];
  /** 1 to 200; default 8. */
  readonly limit?: number;
  readonly offset?: number;
  /** Item ids not to show. */
  readonly exclude?: readonly string[];
  /** Item ids to show only where nothing else is left: those that the page shows already. */
  readonly avoid?: readonly string[];
  readonly filter?: ItemFilter;
  /**
   * What the shop's merchandiser wants: rules added to the shop's file of them, in this order; or a file in its place, to
   * look at a shelf before it goes live; or `off`.
   */
  readonly rules?: readonly Rule[] | RulesData | "off";
  /** `off`: nothing is drawn; every item stands where its score puts it. */
  readonly exploration?: "off";
}

/** All of what is given must hold. */
export interface ItemMatch {
  readonly ids?: readonly string[];
  /** Category name anywhere on the path. */
  readonly category?: string;
  readonly brand?: string;
  readonly minPrice?: number;
  readonly maxPrice?: number;
  /** Values of `Item.attributes`, letter case aside. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface ItemFilter extends ItemMatch {
  /** Default false: out-of-stock items are left out. */
  readonly includeOutOfStock?: boolean;
}

/** One wish of a merchandiser. `boost` and `bury` move the score, `pin` gives a place, `hide` takes the item away. */
export interface Rule {
  readonly match: ItemMatch;
  readonly action: "boost" | "bury" | "pin" | "hide";
  /** For `boost` and `bury`: how far, as a share of the shelf's best score. Default 0.5. */
  readonly amount?: number;
  /** For `pin`: the place, from 0. Default 0. */
  readonly place?: number;
  /** In force from and until these times: epoch milliseconds or ISO 8601. */
  readonly from?: number | string;
  readonly until?: number | string;
}

/** A file of rules, as `docs/schema/rules-1.json` has it; checked where it is used. */
export interface RulesData {
  readonly kind: "aisle-rules";
  readonly schemaVersion: 1;
  /** The shop's name for this state of its rules; shelves carry it. */
  readonly version: string;
  /** `false` turns all of them off. */
  readonly enabled?: boolean;
  readonly rules: readonly object[];
}

/** Vectors of the pictures of items that the build did not know, made in the page by a model of the shop's own. */
export interface ImageEncoderPlan {
  /** As `aisle build --space` has named it. */
  readonly space: string;
  /** The model's folder as Hugging Face lays it out: `config.json`, `preprocessor_config.json`, `onnx/`. A URL, seen from the assets. */
  readonly model: string;
  /** The folder of @xenova/transformers' `dist` files. A URL, seen from the assets. */
  readonly runtime: string;
  /** `q8` (default): the quantised file of `onnx/`; `fp32`: the plain one. */
  readonly precision?: "q8" | "fp32";
}

// ── Exploration, experiments, fairness, reports ──────────────────────────────────────────────────────────────

export type ExplorePolicy =
  /** Every near-tie alike with probability `epsilon`, else the best. */
  | { readonly kind: "epsilon-greedy"; readonly epsilon: number }
  /** In proportion to exp(score / temperature); the temperature in units of the shelf's best score. */
  | { readonly kind: "softmax"; readonly temperature: number };

/** How one placement lets items that just missed its shelf stand in its last places now and then. */
export interface Exploration {
  readonly policy: ExplorePolicy;
  /** Share of a shelf's places, from the last. Default a quarter. */
  readonly places?: number;
  /** Share of a shelf's score that may be given away on average. Default 1%. */
  readonly budget?: number;
  /** How close to the place's own score a near-tie is, in units of the shelf's best. Default a tenth. */
  readonly width?: number;
}

/** Per placement; one that is not named is not explored. */
export type ExplorationPlan = Readonly<Partial<Record<Placement, Exploration>>>;

/** What an explored place was drawn from, and how likely each was. */
export interface ExploredPlace {
  /** The shelf's best score. */
  readonly best: number;
  /** The item that stands here without exploration first; probabilities sum to 1. */
  readonly pool: readonly { readonly id: string; readonly score: number; readonly propensity: number }[];
}

/** A file of experiments, as `docs/schema/experiments-1.json` has it; checked where it is used. */
export interface ExperimentsData {
  readonly kind: "aisle-experiments";
  readonly schemaVersion: 1;
  readonly experiments: readonly object[];
}

/** A plan of reports, as `docs/schema/reports-1.json` has it; checked where it is used. */
export interface ReportsData {
  readonly kind: "aisle-reports";
  readonly schemaVersion: 1;
  readonly url: string;
  readonly p: number;
  readonly q: number;
  readonly budget: { readonly epsilon: number; readonly days: number };
  readonly questions: readonly object[];
}

/** Offsets of groups that are shown less, or more, than they merit, as `docs/schema/fairness-1.json` has them. */
export interface FairnessData {
  readonly kind: "aisle-fairness";
  readonly schemaVersion: 1;
  /** Most an item's offsets may add or take, in units of the shelf's best score. */
  readonly bound: number;
  /** By brand in lower case. */
  readonly brand?: Readonly<Record<string, number>>;
  /** Bands between prices; one offset more than edges. */
  readonly price?: {
    readonly currency: string;
    readonly edges: readonly number[];
    readonly offsets: readonly number[];
  };
  /** Bands between ages in days. */
  readonly newness?: { readonly edges: readonly number[]; readonly offsets: readonly number[] };
}

/** What `recommend` and `shelf` take on the page: `RecommendQuery`, and the shop's own functions. */
export interface ShelfQuery<I extends Item = Item> extends Omit<RecommendQuery, "filter"> {
  /** A function is asked on the page, of more items than are shown; give it a stable identity, or each is a new query. */
  readonly filter?: ItemFilter | ((item: I) => boolean);
  /** Lifts (or, below 0, lowers) an item by so much of the shelf's best score. */
  readonly boost?: (item: I) => number;
  /** Default `avoid`: a live shelf leaves out what shelves above it show. */
  readonly repeats?: "avoid" | "allow";
}

export interface Shelf {
  /** The recommendation's id, to be sent back with clicks as `recommendation_id`. */
  readonly id: string;
  readonly placement: Placement;
  readonly collection: string;
  readonly items: readonly RankedItem[];
  /** Which rung of the fall-back chain answered, the best the shelf stands on. */
  readonly rung: Rung;
  /** Always there when `items` is empty. */
  readonly reason?: EmptyReason;
  /** Which state of the shop's rules was in force, where it has any. */
  readonly rules?: RulesReport;
  /** The experiment that this shelf is part of, and this browser's arm. */
  readonly experiment?: { readonly id: string; readonly arm: string };
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface RulesReport {
  /** The shop's name for this state of its rules. */
  readonly version: string;
  /** Ids of the rules that applied to this shelf. */
  readonly applied: readonly string[];
  /** Ids of those that would have left the shelf empty, or short, and were passed over. */
  readonly overruled: readonly string[];
}

export type Rung =
  /** The shopper's own history. */
  | "personal"
  /** What the shop's orders say of the item on the page, or of the basket. */
  | "behaviour"
  /** Meaning, or vectors of the shop's own, then words, in common with it. */
  | "text"
  | "words"
  | "popular"
  | "new"
  | "feed_order"
  | "none";

export type EmptyReason =
  | "no_catalog"
  | "catalog_loading"
  | "nothing_matches_filter"
  | "all_out_of_stock"
  | "all_excluded"
  | "unknown_item"
  | "no_history"
  | "empty_basket"
  | "empty_query"
  | "no_match"
  /** An experiment's arm shows this browser no such shelf. */
  | "holdout"
  /** The shop's kill switch, or an engine that could not run at all. */
  | "disabled"
  | "engine_failed";

export interface RankedItem {
  readonly item: Item;
  /** From 0. */
  readonly position: number;
  readonly score: number;
  /** Probability that the policy puts this item here; 1 when nothing was explored. */
  readonly propensity: number;
  /** What the place was drawn from, where it was explored. */
  readonly explored?: ExploredPlace;
  /**
   * At least one, largest contribution first; where the shopper's own evidence together outweighs popularity and
   * newness, it leads.
   */
  readonly why: readonly Reason[];
  /** The score's parts; they sum to `score`. */
  readonly contributions: Readonly<Partial<Record<Signal, number>>>;
  /** Of the collection `ads`: to be labelled as an ad. */
  readonly ad?: AdDetails;
}

export interface AdDetails {
  /** Who pays. */
  readonly sponsor: string;
  /** What a click costs them, in the currency of the bids: the second price. */
  readonly price: number;
  readonly predictedClickRate: number;
}

/** A part of the score. */
export type Signal =
  | "text"
  /** Vectors of the shop's own, such as those of pictures. */
  | "vectors"
  | "words"
  | "behaviour"
  | "habit"
  | "popularity"
  | "freshness"
  | "category"
  | "brand"
  | "price"
  | "query"
  | "recency"
  | "rule"
  /** Of groups that are shown less, or more, than they merit. */
  | "fairness";

export interface Reason {
  readonly signal: Signal;
  /** Points of the score that vanish when the evidence is removed. */
  readonly contribution: number;
  readonly evidence: Evidence;
}

/** What a reason rests on, as data; `explain` turns it into words of the shopper's language. */
export type Evidence =
  /** All that the shopper did with the item, of which the strongest act is named. */
  | {
      readonly kind: "event";
      readonly event: EventName;
      readonly itemId: string;
      readonly title: string;
      readonly at: number;
    }
  | { readonly kind: "category"; readonly value: string }
  | { readonly kind: "brand"; readonly value: string }
  | { readonly kind: "price"; readonly low: number; readonly high: number; readonly currency?: string }
  | { readonly kind: "query"; readonly text: string }
  | { readonly kind: "item"; readonly itemId: string; readonly title: string }
  /** A product that a friend shared as their taste; `name` is what they call themselves. */
  | { readonly kind: "friend"; readonly name: string; readonly itemId: string; readonly title: string }
  /** An item that the shelf is to complete. */
  | { readonly kind: "basket"; readonly itemId: string; readonly title: string }
  /** Bought before, last `at`, and needed again about every `everyDays`. */
  | {
      readonly kind: "due";
      readonly itemId: string;
      readonly title: string;
      readonly at: number;
      readonly everyDays: number;
    }
  | { readonly kind: "popularity" }
  | { readonly kind: "freshness"; readonly since?: number }
  /** The shop's own wish: its `boost`, a rule of the query, or a rule of its file by its id. */
  | { readonly kind: "rule"; readonly id?: string }
  | { readonly kind: "feed" };

// ── Consent ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * `pending`: record nothing, touch no storage. `off`: memory only. `session`: kept for this tab's session.
 * `persistent`: kept on this device until erased or aged out.
 */
export type ConsentState = "pending" | "off" | "session" | "persistent";
export type Purpose = "products" | "ads";
export type Consent = Readonly<Record<Purpose, ConsentState>>;
/** A consent platform whose answers are read, never written: Google Consent Mode v2, IAB TCF 2.2, or whichever speaks. */
export type ConsentSource = "auto" | "consentMode" | "tcf";

// ── Profile, as the shopper may see it ───────────────────────────────────────────────────────────────────────

export interface ProfileView {
  readonly events: number;
  readonly paused: boolean;
  readonly interests: readonly InterestView[];
  readonly recentItems: readonly { readonly item: Item; readonly at: number; readonly event: EventName }[];
  readonly searches: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly price?: { readonly low: number; readonly high: number };
  /** Tastes that friends shared and the shopper took; absent where there are none. */
  readonly tastes?: readonly TasteView[];
}

export interface TasteView {
  readonly name: string;
  /** Those of the catalogue. */
  readonly items: readonly Item[];
  /** When it was taken, epoch milliseconds. */
  readonly at: number;
}

/** A few products under a friend's name, as `#aisle-taste=` links carry them; checked where it is taken. */
export interface TasteCardData {
  readonly kind: "aisle-taste";
  readonly schemaVersion: 1;
  readonly name: string;
  readonly items: readonly string[];
}

export interface InterestView extends Interest {
  readonly label: string;
  /** Share of all interest of its kind, 0 to 1. */
  readonly share: number;
  /** What the shopper set: 0 muted, 1 as learned, 2 doubled. */
  readonly strength: number;
}

// ── Status ───────────────────────────────────────────────────────────────────────────────────────────────────

export type EncoderTier = "none" | "table" | "wasm" | "webgpu" | "onnx" | "reference";

export interface Status {
  readonly version: string;
  readonly engine: { readonly where: "worker" | "blob-worker" | "main-thread"; readonly restarts: number };
  readonly consent: Consent;
  readonly storage: { readonly kind: "indexeddb" | "memory" | "none"; readonly reason?: string };
  readonly events: {
    readonly stored: number;
    readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
    /** What each source of the page has read. */
    readonly captured?: Readonly<Partial<Record<CaptureSource, CaptureReport>>>;
  };
  readonly catalog: CatalogStatus;
  readonly assets: AssetsStatus;
  readonly encoder: EncoderStatus;
  readonly timings: Readonly<Record<string, number>>;
  /** Where the shop has experiments: those that run now or that this browser was part of, oldest first. */
  readonly experiments?: readonly ExperimentStatus[];
  /** Where the shop has turned reports on. */
  readonly reports?: ReportsStatus;
  /** What failed and what was done instead, oldest first, at most 50. */
  readonly degraded: readonly Degradation[];
}

export interface CatalogStatus {
  readonly state: "none" | "loading" | "ready" | "failed";
  readonly items: number;
  /** Rows folded into another item of the same `itemGroupId`. */
  readonly variants: number;
  readonly rejected: readonly RowProblem[];
  readonly repaired: readonly RowProblem[];
  /** `words` when the encoder's vocabulary does not cover the catalogue's language. */
  readonly language: "covered" | "words";
  /** Share of pieces that are [UNK] or single characters, 0 to 1. */
  readonly uncovered: number;
  readonly embedded: EmbeddedStatus;
}

export interface EmbeddedStatus {
  /** Items that have the best vector this device can make. */
  readonly done: number;
  readonly total: number;
  /** Items ranked by the table tier's vector, for now or for good. */
  readonly table?: number;
  /** Why no more are made: `save_data`, `low_battery`, `hidden`, `other_tab`, `no_encoder`, `encoder_failed`. */
  readonly paused?: string;
}

export interface RowProblem {
  /** Stable and explainable: `missing_id`, `duplicate_id`, `bad_price`, `title_too_long` … */
  readonly code: string;
  readonly count: number;
  /** Up to three, shortened. */
  readonly examples: readonly string[];
}

/** What of `aisle build`'s folder is in use. */
export interface AssetsStatus {
  /** `none`: no folder was named, or it holds no build. `disabled`: its kill switch is thrown. */
  readonly state: "none" | "loading" | "ready" | "disabled" | "failed";
  readonly buildId?: string;
  /** Time of the newest event the build has seen, epoch milliseconds. */
  readonly asOf?: number;
  /** Items of the build, and how many of them this page's catalogue has. */
  readonly items?: number;
  readonly known?: number;
  /** Bytes of the files in use; the encoder is not among them. */
  readonly bytes?: number;
}

export interface ExperimentStatus {
  readonly id: string;
  readonly running: boolean;
  /** Absent while this browser takes no part: it does with consent `session` or `persistent`. */
  readonly arm?: string;
  /** When one of its shelves was first seen, epoch milliseconds; before, the shopper is in no result. */
  readonly seenAt?: number;
  /** What was counted since; a return is undefined until its days are over. */
  readonly outcomes?: Readonly<Record<Outcome, boolean | undefined>>;
}

/** Came again within so many days; clicked on a shelf, bought, bought again within thirty. */
export type Outcome = "returned1" | "returned7" | "returned30" | "clicked" | "purchased" | "repeated";

export interface ReportsStatus {
  /** The shopper has agreed, here. */
  readonly agreed: boolean;
  /** Where answers go. */
  readonly url: string;
  /** Probability that the bit of the true bucket is 1, and that any other is. */
  readonly p: number;
  readonly q: number;
  /** Most that one answer gives away, and what all have in the last `days`. */
  readonly epsilon: number;
  readonly budget: { readonly epsilon: number; readonly days: number; readonly spent: number };
  readonly questions: readonly ReportQuestionStatus[];
}

export interface ReportQuestionStatus {
  readonly id: string;
  readonly experiment: string;
  readonly outcome: Outcome;
  readonly buckets: readonly string[];
  /**
   * `off`: not agreed, or not kept on this device. `unseen`: no shelf of the experiment was seen. `early`: its days are not
   * over. `budget`: it must wait for an older answer to leave the window. `waiting`: answered, and not yet delivered.
   */
  readonly state: "off" | "unseen" | "early" | "budget" | "waiting" | "sent" | "refused";
  /** When it may be answered, epoch milliseconds. */
  readonly dueAt?: number;
  /** What was sent, or will be, to the byte. */
  readonly body?: string;
}

export interface EncoderStatus {
  readonly tier: EncoderTier;
  readonly state: "none" | "downloading" | "ready" | "failed";
  readonly modelId?: string;
  readonly download: { readonly loaded: number; readonly total: number };
  /** Why a better tier is not in use. */
  readonly reasons: Readonly<Partial<Record<EncoderTier, string>>>;
}

export interface Degradation extends ErrorData {
  readonly at: number;
  /** What Aisle does instead. */
  readonly instead: string;
}

/** What `subscribe` reports. */
export type Change =
  | { readonly type: "shelves" }
  | { readonly type: "profile" }
  | { readonly type: "consent"; readonly consent: Consent }
  | { readonly type: "catalog"; readonly catalog: CatalogStatus }
  | { readonly type: "encoder"; readonly encoder: EncoderStatus }
  | { readonly type: "event"; readonly record: EventRecord }
  | { readonly type: "degraded"; readonly degradation: Degradation };
