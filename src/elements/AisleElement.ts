import { LitElement, type PropertyDeclarations } from "lit";
import type { Aisle } from "../page/aisle";
import { ClientController } from "./clientController";
import { localeOf } from "./labels";

/** What all elements share: where the client comes from, and in which language they speak. */
export abstract class AisleElement extends LitElement {
  static override properties: PropertyDeclarations = { client: { attribute: false }, locale: {} };

  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: lit finishes the subclass that `this` is, so it must be asked of it.
    return [...super.observedAttributes, "lang"];
  }

  /** Default: the client that the page's script tag or `setDefaultClient` announced. */
  declare client?: Aisle;
  /** BCP 47; default: the client's, or the language of the page at this element. */
  declare locale?: string;

  protected readonly _clients = new ClientController(this);

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === "lang") this.requestUpdate();
  }

  protected _locale(): string {
    return this.locale ?? this._clients.client?.locale ?? localeOf(this);
  }
}
