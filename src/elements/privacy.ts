/** Entry `aisle/elements/privacy`: defines `<aisle-privacy>`. */
import { defineElement } from "./defineElement";

void defineElement("aisle-privacy", async () => (await import("./privacy/AislePrivacy")).AislePrivacy);

export type { AislePrivacy } from "./privacy/AislePrivacy";
export type { PrivacyLabels } from "./privacy/privacyLabels";
