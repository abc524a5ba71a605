import { html, nothing, type TemplateResult } from "lit";
import type { Aisle } from "../../page/aisle";
import { createProfileView, createStatusView } from "../../page/clientViews";
import { onRecentShelves, recentShelves } from "../../page/registry";
import type { EventRecord } from "../../types";
import { AisleElement } from "../AisleElement";
import { downloadJson } from "../downloadJson";
import { Followed } from "../followed";
import { CROSS, icon } from "../icon";
import { interestStyles } from "../interestList";
import { pickLabels } from "../labels";
import { panelStyles } from "../panelStyles";
import { theme } from "../theme";
import { enginePanel } from "./enginePanel";
import { eventsPanel } from "./eventsPanel";
import { type InspectorLabels, inspectorLabels } from "./inspectorLabels";
import { inspectorStyles } from "./inspectorStyles";
import { profilePanel } from "./profilePanel";
import { whyPanel } from "./whyPanel";

const SHOWN_EVENTS = 200;
const TABS = ["events", "profile", "why", "engine"] as const;
export type InspectorTab = (typeof TABS)[number];

/**
 * `<aisle-inspector open>`: the developer's panel. Attributes: `open`, `tab` (`events`, `profile`, `why`, `engine`),
 * `launcher` (adds a floating button), `locale`, `theme`. Event `aisle-toggle` (`{ open }`) when the panel opens or
 * closes itself.
 */
export class AisleInspector extends AisleElement {
  static override styles = [theme, panelStyles, interestStyles, inspectorStyles];

  static override properties = {
    open: { type: Boolean, reflect: true },
    tab: { reflect: true },
    launcher: { type: Boolean },
    labels: { attribute: false },
    _events: { state: true },
    _erasing: { state: true },
  };

  declare open: boolean;
  declare tab: InspectorTab;
  declare launcher: boolean;
  declare labels?: Partial<InspectorLabels>;
  declare private _events: readonly EventRecord[];
  declare private _erasing: boolean;

  private readonly _status = new Followed(this, createStatusView);
  private readonly _profile = new Followed(this, createProfileView);
  private _listenedTo: Aisle | undefined;
  private _leaveEvents: (() => void) | undefined;
  private _leaveShelves: (() => void) | undefined;

  constructor() {
    super();
    this.open = false;
    this.tab = "events";
    this.launcher = false;
    this._events = [];
    this._erasing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this._leaveShelves = onRecentShelves(() => {
      if (this.open && this.tab === "why") this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this._leaveShelves?.();
    this._leaveEvents?.();
    this._leaveEvents = this._listenedTo = undefined;
  }

  protected override willUpdate(): void {
    // A closed inspector costs the page nothing.
    const client = this.open && this.isConnected ? this._clients.client : undefined;
    this._status.follow(client);
    this._profile.follow(client);
    this._listen(client);
  }

  protected override render(): TemplateResult {
    const labels = pickLabels(inspectorLabels, this._locale(), this.labels);
    return html`
      ${
        this.launcher && !this.open
          ? html`<button class="launcher" part="launcher" type="button" aria-haspopup="dialog" @click=${() => this._toggle()}>
              ${labels.launcher}
            </button>`
          : nothing
      }
      ${this.open ? this._dockTemplate(labels) : nothing}
    `;
  }

  private _dockTemplate(labels: InspectorLabels): TemplateResult {
    const status = this._status.value;
    return html`<aside part="dock" aria-label=${labels.title} @keydown=${this._onKey}>
      <header part="header">
        <h2>${labels.title}</h2>
        ${
          status
            ? html`<span class="chip strong">${status.encoder.tier}</span><span class="chip">${status.engine.where}</span>`
            : html`<span class="chip">…</span>`
        }
        <button type="button" part="close" aria-label=${labels.close} @click=${() => this._toggle()}>${icon(CROSS)}</button>
      </header>
      <div role="tablist" aria-label=${labels.tabList}>
        ${TABS.map(
          (tab) => html`<button
            role="tab"
            part="tab"
            type="button"
            id=${`tab-${tab}`}
            aria-selected=${tab === this.tab ? "true" : "false"}
            aria-controls="panel"
            tabindex=${tab === this.tab ? 0 : -1}
            @click=${() => this._show(tab)}
          >
            ${labels.tabs[tab]}
          </button>`,
        )}
      </div>
      <div role="tabpanel" part="panel" id="panel" tabindex="0" aria-labelledby=${`tab-${this.tab}`}>
        ${this._panelTemplate(labels)}
      </div>
    </aside>`;
  }

  private _panelTemplate(labels: InspectorLabels): TemplateResult {
    const { client } = this._clients;
    const locale = this._locale();
    if (!client) return html`<p class="none">${labels.noClient}</p>`;
    const status = this._status.value;
    switch (this.tab) {
      case "profile":
        return profilePanel(this._profile.value, {
          client,
          labels,
          locale,
          erasing: this._erasing,
          onErase: () => void this._erase(client),
          onExport: () => void this._export(client),
        });
      case "why":
        return whyPanel(recentShelves(), { labels, locale });
      case "engine":
        return enginePanel(status, { client, labels, locale });
      default:
        return eventsPanel(this._events, { labels, locale, status });
    }
  }

  private _listen(client: Aisle | undefined): void {
    if (client === this._listenedTo) return;
    this._leaveEvents?.();
    this._listenedTo = client;
    this._leaveEvents = client?.subscribe((change) => {
      if (change.type === "event") this._events = newestFirst([change.record], this._events);
      else if (change.type === "profile") void this._loadEvents(client);
    });
    if (client) void this._loadEvents(client);
  }

  private async _loadEvents(client: Aisle): Promise<void> {
    const events = await client.recentEvents(SHOWN_EVENTS).catch(() => undefined);
    if (events && client === this._listenedTo) this._events = events;
  }

  private _toggle(): void {
    this.open = !this.open;
    const detail = { open: this.open };
    this.dispatchEvent(new CustomEvent("aisle-toggle", { detail, bubbles: true, composed: true }));
  }

  private _show(tab: InspectorTab): void {
    this.tab = tab;
    this._erasing = false;
  }

  /** Left and right follow what the eye sees, as the tab pattern of the ARIA Authoring Practices asks. */
  private readonly _onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      this._toggle();
      return;
    }
    const target = event.composedPath()[0];
    if (!(target instanceof Element) || target.getAttribute("role") !== "tab") return;
    const onward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = onward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const at = TABS.indexOf(this.tab);
    const next = new Map([
      [onward, at + 1],
      [backward, at - 1 + TABS.length],
      ["Home", 0],
      ["End", TABS.length - 1],
    ]).get(event.key);
    if (next === undefined) return;
    event.preventDefault();
    this._show(TABS[next % TABS.length]);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  };

  private async _erase(client: Aisle): Promise<void> {
    if (!this._erasing) {
      this._erasing = true;
      return;
    }
    this._erasing = false;
    await client.profile.erase().catch(() => undefined);
    await this._loadEvents(client);
  }

  private async _export(client: Aisle): Promise<void> {
    const file = await client.profile.export().catch(() => undefined);
    if (file) downloadJson("aisle-profile.json", file);
  }
}

function newestFirst(added: readonly EventRecord[], known: readonly EventRecord[]): readonly EventRecord[] {
  const ids = new Set(added.map(({ id }) => id));
  return [...added, ...known.filter(({ id }) => !ids.has(id))].slice(0, SHOWN_EVENTS);
}

declare global {
  interface HTMLElementTagNameMap {
    "aisle-inspector": AisleInspector;
  }
}
