/** What the shop tries out, from where the shopper sits: this browser's arm, what was drawn, what would be told. */
import { html, nothing, type TemplateResult } from "lit";
import type { Arm, Experiment } from "../../src/format/experiments/experimentsFile";
import type { ExperimentStatus, Outcome, RankedItem, ReportsStatus, Shelf, Status } from "../../src/index";
import { randomisedResponse, uniformOf } from "../../src/profile/reports/randomisedResponse";
import { demoExperiments, demoExploration } from "../data/shopTrials";
import { picture } from "../parts/productCard";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import { surveyOf } from "../shop/survey";
import type { Page } from "./page";

const PLACES = 8;
const [EXPERIMENT] = demoExperiments.experiments;
const OUTCOMES: readonly Outcome[] = ["returned1", "returned7", "returned30", "clicked", "purchased", "repeated"];

export function experimentsPage(shop: Shop): Page {
  let status: Status | undefined;
  let shelf: Shelf | undefined;
  let specimen: { readonly body: string; readonly bucket: number } | undefined;
  let asked = 0;

  const ask = async () => {
    const own = ++asked;
    const nextShelf = shop.trials ? await shop.client.recommend({ placement: "home", limit: PLACES }) : undefined;
    // After the shelf: the first one draws the arm.
    const nextStatus = await shop.client.status();
    if (own !== asked) return;
    status = nextStatus;
    shelf = nextShelf;
    if (status.reports) specimen ??= draw(status.reports);
    shop.update();
  };
  const unsubscribe = shop.client.subscribe((change) => {
    if (change.type === "shelves" || change.type === "profile" || change.type === "consent") void ask();
  });
  void ask();

  return {
    title: () => shop.t.experiments.title,
    leave: unsubscribe,
    render() {
      const { t } = shop;
      const known = status?.experiments?.find(({ id }) => id === EXPERIMENT.id);
      return html`<div class="wrap rules experiments">
        <h1 class="page-title" tabindex="-1">${t.experiments.title}</h1>
        <p class="lead">${t.experiments.lead}</p>
        <label class="switch switch--all">
          <input type="checkbox" .checked=${shop.trials} @change=${() => void shop.setTrials(!shop.trials)} />
          <span>${t.experiments.run}</span>
        </label>
        <p class="muted">${shop.trials ? t.experiments.running : t.experiments.stopped}</p>
        ${
          shop.trials && status
            ? html`${armSection(shop, known)} ${shelf ? drawsSection(shop, shelf) : nothing}
              ${
                status.reports
                  ? reportsSection(shop, status.reports, specimen, () => {
                      specimen = status?.reports && draw(status.reports);
                      shop.update();
                    })
                  : nothing
              }
              ${surveySection(shop)}`
            : nothing
        }
      </div>`;
    },
  };
}

function armSection(shop: Shop, known: ExperimentStatus | undefined): TemplateResult {
  const { t } = shop;
  const total = EXPERIMENT.arms.reduce((sum, { share }) => sum + share, 0);
  return html`<section aria-labelledby="arm-title">
    <h2 class="section-title" id="arm-title">${t.experiments.arm}</h2>
    <ul class="arm-list">
      ${EXPERIMENT.arms.map((arm: Arm) => {
        const own = known?.arm === arm.id;
        const [name, what] = t.experiments.arms[arm.id];
        return html`<li class="rule arm" data-arm=${arm.id} aria-current=${own ? "true" : nothing}>
          <p class="label">${t.experiments.share(Math.round((100 * arm.share) / total))}</p>
          <h3 class="rule-name">${name}</h3>
          <p>${what}</p>
          ${own ? html`<p class="mark arm-own">${t.experiments.yours}</p>` : nothing}
        </li>`;
      })}
    </ul>
    <p class="arm-seen">${seenText(shop, known)}</p>
    ${
      known?.outcomes
        ? html`<dl class="outcomes">
            ${OUTCOMES.map(
              (outcome) => html`<div>
                <dt>${t.experiments.outcomes[outcome]}</dt>
                <dd data-outcome=${outcome}>${answer(shop, known.outcomes?.[outcome])}</dd>
              </div>`,
            )}
          </dl>`
        : nothing
    }
  </section>`;
}

function seenText({ t, settings }: Shop, known: ExperimentStatus | undefined): string {
  if (!known?.arm) return settings.consent() === undefined ? t.experiments.noAnswer : t.experiments.noPart;
  return known.seenAt === undefined ? t.experiments.unseen : t.experiments.seen(dateOf(t.locale, known.seenAt));
}

function answer({ t }: Shop, happened: boolean | undefined): string {
  return happened === undefined ? t.experiments.notYet : happened ? t.experiments.yes : t.experiments.no;
}

function drawsSection(shop: Shop, shelf: Shelf): TemplateResult {
  const { t } = shop;
  const drawn = shelf.items.filter(({ explored }) => explored);
  const budget = demoExploration.home?.budget ?? 0;
  return html`<section aria-labelledby="draws-title">
    <h2 class="section-title" id="draws-title">${t.experiments.draws}</h2>
    <p class="lead-small">${t.experiments.drawsLead(percent(t.locale, budget))}</p>
    <ol class="rule-strip" tabindex="0" aria-label=${t.experiments.shelf}>
      ${shelf.items.map((ranked) => placeTemplate(shop, ranked))}
    </ol>
    ${
      drawn.length === 0
        ? html`<p class="muted">${t.experiments.nothingDrawn}</p>`
        : html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t.experiments.pools}>
            <table class="pools">
              <thead>
                <tr><th scope="col">${t.experiments.place}</th><th scope="col">${t.experiments.drawnFrom}</th></tr>
              </thead>
              <tbody>
                ${drawn.map(
                  ({ item, position, explored }) => html`<tr>
                    <th scope="row">${position + 1}</th>
                    <td>
                      <ul class="pool">
                        ${explored?.pool.map(
                          ({ id, propensity }) => html`<li class=${id === item.id ? "is-shown" : ""}>
                            <span class="pool-share">${percent(t.locale, propensity)}</span>
                            <span>${shop.catalogue.byId.get(id)?.title ?? id}${id === item.id ? html` <span class="muted">${t.experiments.shown}</span>` : nothing}</span>
                          </li>`,
                        )}
                      </ul>
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <p class="muted">${t.experiments.evaluate} <code>npx aisle evaluate --off-policy profile.json</code></p>
  </section>`;
}

function placeTemplate({ t }: Shop, { item, propensity, contributions }: RankedItem): TemplateResult {
  const { fairness } = contributions;
  return html`<li class=${propensity < 1 ? "is-new" : ""}>
    ${item.imageLink ? picture({ imageLink: item.imageLink }, 96) : nothing}<span>${item.title}</span>
    <span class="muted propensity">${propensity < 1 ? `p = ${propensity.toFixed(3)}` : t.experiments.certain}</span>
    ${fairness ? html`<span class="muted">${t.experiments.offset(fairness.toFixed(3))}</span>` : nothing}
  </li>`;
}

function reportsSection(
  shop: Shop,
  reports: ReportsStatus,
  specimen: { readonly body: string; readonly bucket: number } | undefined,
  drawAgain: () => void,
): TemplateResult {
  const { t } = shop;
  const { p, q, epsilon, budget, questions } = reports;
  return html`<section aria-labelledby="reports-title" class="rule">
    <h2 class="section-title" id="reports-title">${t.experiments.reports}</h2>
    <p class="lead-small">${t.experiments.reportsLead}</p>
    <label class="switch">
      <input
        type="checkbox"
        .checked=${reports.agreed}
        @change=${(event: Event) =>
          void shop.client.reports.set((event.currentTarget as HTMLInputElement).checked ? "on" : "off")}
      />
      <span>${t.experiments.agree}</span>
    </label>
    <dl class="outcomes">
      <div><dt>${t.experiments.p}</dt><dd>${p}</dd></div>
      <div><dt>${t.experiments.q}</dt><dd>${q}</dd></div>
      <div><dt>${t.experiments.epsilon}</dt><dd>${epsilon.toFixed(2)}</dd></div>
      <div>
        <dt>${t.experiments.budget(budget.days)}</dt>
        <dd data-spent>${budget.spent.toFixed(2)} / ${budget.epsilon}</dd>
      </div>
    </dl>
    <ul class="questions">
      ${questions.map(
        ({ id, outcome, state, dueAt, body }) => html`<li data-question=${id} data-state=${state}>
          <strong>${t.experiments.outcomes[outcome]}</strong>
          <span class="muted">${t.experiments.states[state]}${state === "early" && dueAt ? ` ${t.experiments.due(dateOf(t.locale, dueAt))}` : ""}</span>
          ${body ? html`<code>${body}</code>` : nothing}
        </li>`,
      )}
    </ul>
    ${
      specimen
        ? html`<div class="specimen">
            <p>${t.experiments.specimen(new TextEncoder().encode(specimen.body).length, questions[0].buckets[specimen.bucket])}</p>
            <code>${specimen.body}</code>
            <p class="muted">${t.experiments.bits(questions[0].buckets.join(", "))}</p>
            <button type="button" class="button button--plain" @click=${drawAgain}>${t.experiments.again}</button>
          </div>`
        : nothing
    }
    <p class="muted">${t.experiments.noServer} <a href=${links.privacy}>${t.footer.privacy}</a></p>
  </section>`;
}

/** The receiving side of a shop of ten thousand made-up shoppers, de-biased by the reference server's own code. */
function surveySection({ t }: Shop): TemplateResult {
  const rows = surveyOf(EXPERIMENT as Experiment);
  return html`<section aria-labelledby="survey-title">
    <h2 class="section-title" id="survey-title">${t.experiments.survey}</h2>
    <p class="lead-small">${t.experiments.surveyLead}</p>
    <div class="table-scroll" tabindex="0" role="region" aria-label=${t.experiments.bucket}>
      <table class="survey">
        <thead>
          <tr>
            <th scope="col">${t.experiments.bucket}</th>
            <th scope="col" class="number">${t.experiments.ones}</th>
            <th scope="col" class="number">${t.experiments.estimate}</th>
            <th scope="col" class="number">${t.experiments.truth}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ bucket, ones, truth, count, low, high }) => html`<tr>
              <th scope="row">${bucket}</th>
              <td class="number">${whole(t.locale, ones)}</td>
              <td class="number">
                ${whole(t.locale, count)} <span class="muted">${whole(t.locale, low)} – ${whole(t.locale, high)}</span>
              </td>
              <td class="number">${whole(t.locale, truth)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** An answer as it would leave: of an arm and an outcome picked for the example, never this shopper's own. */
function draw({ p, q, questions: [{ id, buckets }] }: ReportsStatus) {
  const random = () => uniformOf(crypto.getRandomValues(new Uint8Array(4)));
  const bucket = Math.floor(random() * buckets.length);
  const bits = randomisedResponse(bucket, { buckets: buckets.length, p, q, random });
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  return { bucket, body: JSON.stringify({ schemaVersion: 1, question: id, bits, nonce: nonce.join("") }) };
}

function percent(locale: string, share: number): string {
  return share.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
}

function whole(locale: string, value: number): string {
  return Math.round(value).toLocaleString(locale);
}

function dateOf(locale: string, at: number): string {
  return new Date(at).toLocaleDateString(locale, { dateStyle: "medium" });
}
