/** Entry `aisle/elements/inspector`: defines `<aisle-inspector>`, for developers; leave it out of production pages. */
import { defineElement } from "./defineElement";

void defineElement("aisle-inspector", async () => (await import("./inspector/AisleInspector")).AisleInspector);

export type { AisleInspector, InspectorTab } from "./inspector/AisleInspector";
export type { InspectorLabels } from "./inspector/inspectorLabels";
