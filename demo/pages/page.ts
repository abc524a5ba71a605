import type { TemplateResult } from "lit";
import type { Route } from "../shop/router";

/** A screen while its route is shown. Pages are closures over the shop: `render` may be called at any time. */
export interface Page {
  /** For the window's title. */
  title(): string;
  render(): TemplateResult;
  /** The same page at another address: other filters, other words. */
  routeChanged?(route: Route): void;
  /** Called once, when the visitor leaves. */
  leave?(): void;
}
