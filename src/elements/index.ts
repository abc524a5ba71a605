/** Entry `aisle/elements`: defines `<aisle-shelf>`. The inspector and the privacy panel are entries of their own. */
import { defineElement } from "./defineElement";

void defineElement("aisle-shelf", async () => (await import("./shelf/AisleShelf")).AisleShelf);

export { getDefaultClient, onDefaultClient, setDefaultClient } from "../page/registry";
export type { AisleShelf, ShelfState } from "./shelf/AisleShelf";
export type { CardLabels } from "./shelf/cardLabels";
export type { AisleSelectDetail } from "./shelf/ShelfCards";
export type { ShelfLabels } from "./shelf/shelfLabels";
