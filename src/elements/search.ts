/** Entry `aisle/elements/search`: defines `<aisle-search>`. */
import { defineElement } from "./defineElement";

void defineElement("aisle-search", async () => (await import("./search/AisleSearch")).AisleSearch);

export type { AisleSearch, AisleSearchDetail } from "./search/AisleSearch";
export type { SearchLabels } from "./search/searchLabels";
