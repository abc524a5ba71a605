/** What blends and baselines of an evaluation are made of: for each place in the blend, alternatives tried on validation. */
import type { BlendSignal, BlendTerm } from "../../format/behaviour/blend";
import type { ItemItemKind } from "../train/fitModels";
import type { Protocol } from "./protocols";
import type { Job } from "./rankModels";

const DECAYS = [1, 0.9, 0.8, 0.6, 0.4];
const LAMBDAS = [100, 300, 1000];
const BASKET_LAMBDAS = [200];
const TEXT_SHARES = [0, 10];
const HALF_LIVES = [30, 60, 120];

type Alternatives = readonly BlendTerm[];

export interface BaselineTerms {
  readonly terms: readonly Alternatives[];
  /** Where the weights are tuned too. */
  readonly starts?: readonly (readonly number[])[];
}

/** The file of item-item weights that settings give: a name a term can have. */
export function itemItemName(kind: ItemItemKind, lambda: number, textShare: number): string {
  return `${kind}-${lambda}-${textShare}`;
}

export function itemItemSettings(name: string): { kind: ItemItemKind; lambda: number; textShare: number } {
  const [kind, lambda, textShare] = name.split("-");
  return { kind: kind as ItemItemKind, lambda: Number(lambda), textShare: Number(textShare) };
}

/** Weights of a blend that begins with texts. */
export const COLD_START: Readonly<Record<Job, Partial<Record<BlendSignal, number>>>> = {
  all: { adapted: 1, prior: 0.4, behaviour: 0.3, words: 0.3 },
  new: { adapted: 1, prior: 0.4, behaviour: 0.3, words: 0.3, popularity: 0.3 },
};

export function blendTermsOf(protocol: Protocol, job: Job): readonly Alternatives[] {
  if (protocol !== "temporal") {
    return [
      itemItem("customers", DECAYS, TEXT_SHARES, 1),
      decayed("words", DECAYS, 0.5),
      decayed("adapted", DECAYS, 0.4),
      [{ signal: "prior", weight: 0.15 }],
      decayed("text", DECAYS, 0),
      [{ signal: "popularity", weight: 0 }],
      ...attributes,
    ];
  }
  const again = job === "all";
  return [
    [{ signal: "habit", weight: again ? 1 : 0 }],
    HALF_LIVES.map((halfLifeDays) => ({ signal: "habit", weight: again ? 0.5 : 0, halfLifeDays })),
    [{ signal: "habit", weight: 0, scope: "latest" }],
    [{ signal: "due", weight: 0 }],
    itemItem("customers", [1], TEXT_SHARES, again ? 0.3 : 1),
    itemItem("baskets", [1], TEXT_SHARES, again ? 0 : 0.5),
    itemItem("baskets", [1], [0], 0, "latest"),
    decayed("words", [1], again ? 0 : 0.3),
    decayed("adapted", [1, 0.95], 0),
    [{ signal: "prior", weight: 0 }],
    decayed("text", [1], 0),
    [{ signal: "popularity", weight: again ? 0.15 : 0.5 }],
    [{ signal: "popularity", of: "all-time", weight: 0 }],
    HALF_LIVES.map((halfLifeDays) => ({ signal: "freshness", weight: 0, halfLifeDays })),
    ...attributes,
  ];
}

/** What a space of the shop's own may be in the blend: as `text` is. */
export function spaceTermsOf(protocol: Protocol, space: string): Alternatives {
  const decays = protocol === "temporal" ? [1] : DECAYS;
  return decays.map((decay) => ({ signal: "vectors", of: space, weight: 0, decay }));
}

export function baselinesOf(protocol: Protocol, job: Job): Readonly<Record<string, BaselineTerms>> {
  const decays = protocol === "temporal" ? [1, 0.95] : DECAYS;
  const ease = itemItem("customers", decays, [0], 1);
  const rows: Record<string, BaselineTerms> = {
    popularity: { terms: [[{ signal: "popularity", of: "all-time", weight: 1 }]] },
    "item-kNN": {
      terms: [decays.map((decay) => ({ signal: "behaviour", of: itemItemName("knn", 0, 0), weight: 1, decay }))],
    },
    EASE: { terms: [ease] },
    "TF-IDF kNN": { terms: [decayed("words", decays, 1)] },
    "frozen BERT": { terms: [decayed("text", decays, 1)] },
    "adapted BERT": { terms: [decayed("adapted", decays, 1)] },
    "adapted BERT + prior": {
      terms: [decayed("adapted", decays, 1), [{ signal: "prior", weight: 1 }]],
      starts: [[1, 0.4]],
    },
    "EASE + TF-IDF": { terms: [ease, decayed("words", decays, 1)], starts: [[1, 1]] },
  };
  if (protocol !== "temporal") return rows;
  const recent: BaselineTerms = { terms: [[{ signal: "popularity", weight: 1 }]] };
  if (job === "new") return { ...rows, "30-day popularity": recent };
  // Ties among items never bought go to what sells: a baseline should be as good as it can be.
  const frequency = (halfLives: readonly (number | undefined)[]): BaselineTerms => ({
    terms: [
      halfLives.map((halfLifeDays) => ({ signal: "habit", weight: 1, halfLifeDays })),
      [{ signal: "popularity", weight: 1e-4 }],
    ],
  });
  return {
    ...rows,
    "30-day popularity": recent,
    "personal frequency": frequency([undefined]),
    "recent frequency": frequency(HALF_LIVES),
  };
}

const attributes: readonly Alternatives[] = [
  [{ signal: "category", weight: 0 }],
  [{ signal: "brand", weight: 0 }],
  [{ signal: "price", weight: 0 }],
];

function decayed(signal: BlendSignal, decays: readonly number[], weight: number): Alternatives {
  return decays.map((decay) => ({ signal, weight, decay }));
}

function itemItem(
  kind: ItemItemKind,
  decays: readonly number[],
  shares: readonly number[],
  weight: number,
  scope?: "latest",
): Alternatives {
  return (kind === "baskets" ? BASKET_LAMBDAS : LAMBDAS).flatMap((lambda) =>
    shares.flatMap((share) =>
      decays.map((decay): BlendTerm => {
        const term: BlendTerm = { signal: "behaviour", of: itemItemName(kind, lambda, share), weight, decay };
        return scope ? { ...term, scope } : term;
      }),
    ),
  );
}
