/** The merchandiser's preview: the shelf before and after each rule, whom it affects, and one switch that turns all off. */
import { html, nothing, type TemplateResult } from "lit";
import type { Rule } from "../../src/format/rules/rulesFile";
import type { RankedItem, Shelf } from "../../src/index";
import { contradictions } from "../../src/ranking/rerank/rules/contradictions";
import { matcherOf } from "../../src/ranking/rerank/rules/matches";
import { shopRules } from "../data/shopRules";
import { picture } from "../parts/productCard";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

const PLACES = 8;

interface Step {
  readonly rule: Rule;
  readonly shelf: Shelf;
}

export function rulesPage(shop: Shop): Page {
  let enabled = true;
  const off = new Set<string>();
  let plain: Shelf | undefined;
  let steps: readonly Step[] = [];
  let asked = 0;
  const found = contradictions(shopRules, { items: shop.catalogue.products, now: shop.now() });

  const fileOf = (rules: readonly Rule[]) => ({ ...shopRules, enabled, rules: [...rules] });
  const shelfOf = (rules: readonly Rule[]) =>
    shop.client.recommend({ placement: "home", limit: PLACES, rules: fileOf(rules) });
  const ask = async () => {
    const own = ++asked;
    const chosen = shopRules.rules.filter(({ id }) => !off.has(id));
    const [first, ...shelves] = await Promise.all(
      Array.from({ length: chosen.length + 1 }, (_, count) => shelfOf(chosen.slice(0, count))),
    );
    // A newer switch has been turned meanwhile.
    if (own !== asked) return;
    plain = first;
    steps = chosen.map((rule, i) => ({ rule, shelf: shelves[i] }));
    shop.update();
  };
  const unsubscribe = shop.client.subscribe((change) => {
    if (change.type === "shelves" || change.type === "profile") void ask();
  });
  void ask();

  const ruleTemplate = (rule: Rule): TemplateResult => {
    const { t } = shop;
    const at = steps.findIndex((step) => step.rule.id === rule.id);
    const shelf = steps[at]?.shelf;
    const before = steps[at - 1]?.shelf ?? plain;
    const [name, what] = t.rules.names[rule.id] ?? [rule.id, rule.kind];
    return html`<li class="rule" data-rule=${rule.id}>
      <div class="rule-head">
        <h2 class="rule-name">${name}</h2>
        <label class="switch">
          <input
            type="checkbox"
            .checked=${!off.has(rule.id)}
            ?disabled=${!enabled}
            @change=${() => {
              if (!off.delete(rule.id)) off.add(rule.id);
              steps = [];
              shop.update();
              void ask();
            }}
          />
          <span>${t.rules.on}</span><span class="visually-hidden">${name}</span>
        </label>
      </div>
      <p>${what}</p>
      <p class="muted">${affected(shop, rule)}</p>
      ${shelf && before && enabled ? html`<p class="rule-effect">${effect(shop, rule, before, shelf)}</p>${strip(shelf, newcomers(before, shelf))}` : nothing}
    </li>`;
  };

  return {
    title: () => shop.t.rules.title,
    leave: unsubscribe,
    render() {
      const { t } = shop;
      const last = steps.at(-1)?.shelf ?? plain;
      return html`<div class="wrap rules">
        <h1 class="page-title" tabindex="-1">${t.rules.title}</h1>
        <p class="lead">${t.rules.lead}</p>
        <label class="switch switch--all">
          <input
            type="checkbox"
            .checked=${enabled}
            @change=${() => {
              enabled = !enabled;
              shop.announce(enabled ? t.rules.allOn : t.rules.allOff);
              void ask();
            }}
          />
          <span>${t.rules.all}</span>
        </label>
        <p class=${found.length > 0 ? "hint" : "muted"}>
          ${found.length > 0 ? found.map(({ kind, rules }) => `${t.rules.contradictions[kind]}: ${rules.map((id) => nameOf(shop, id)).join(", ")}. `) : t.rules.noContradiction}
        </p>
        <section aria-label=${t.rules.without}>
          <h2 class="rule-name">${t.rules.without}</h2>
          ${plain ? strip(plain, new Set()) : html`<p class="muted">${t.loading}</p>`}
        </section>
        <ol class="rule-list">${shopRules.rules.map(ruleTemplate)}</ol>
        <section class="rule-result" aria-label=${t.rules.result}>
          <h2 class="rule-name">${t.rules.result}</h2>
          ${last && plain ? strip(last, newcomers(plain, last)) : nothing}
        </section>
      </div>`;
    },
  };
}

function nameOf({ t }: Shop, id: string): string {
  return t.rules.names[id]?.[0] ?? id;
}

function newcomers(before: Shelf, after: Shelf): ReadonlySet<string> {
  const known = new Set(before.items.map(({ item }) => item.id));
  return new Set(after.items.map(({ item }) => item.id).filter((id) => !known.has(id)));
}

function strip(shelf: Shelf, fresh: ReadonlySet<string>): TemplateResult {
  return html`<ol class="rule-strip" tabindex="0">
    ${shelf.items.map(
      ({ item }: RankedItem) =>
        html`<li class=${fresh.has(item.id) ? "is-new" : ""} data-department=${item.category?.[0] ?? nothing}>
          ${item.imageLink ? picture({ imageLink: item.imageLink }, 96) : nothing}<span>${item.title}</span>
        </li>`,
    )}
  </ol>`;
}

/** Which shoppers, which shelves, and how many products. */
function affected(shop: Shop, rule: Rule): string {
  const { t } = shop;
  const who = rule.segment?.shopper ? t.rules.shoppers[rule.segment.shopper] : t.rules.everybody;
  const where = rule.placements ? t.rules.onHome : t.rules.everywhere;
  if (!("where" in rule)) return `${who} · ${where}`;
  const count = shop.catalogue.products.filter(matcherOf(rule.where, shop.now())).length;
  return `${who} · ${where} · ${t.items(count)}`;
}

function effect(shop: Shop, rule: Rule, before: Shelf, after: Shelf): string {
  const { t } = shop;
  if (after.rules?.overruled.includes(rule.id)) return t.rules.overruled;
  const fresh = newcomers(before, after).size;
  const moved = after.items.filter(({ item }, place) => before.items[place]?.item.id !== item.id).length;
  if (moved === 0) return t.rules.nothing;
  return t.rules.moved(moved, fresh);
}
