import { nothing } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";

type Variables = Readonly<Record<`--${string}`, string | number>>;

class CssVariables extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("cssVariables stands in a tag, not in an attribute or a text.");
  }

  override update({ element }: ElementPart, [variables]: [Variables]) {
    for (const [name, value] of Object.entries(variables)) {
      (element as HTMLElement).style.setProperty(name, String(value));
    }
    return nothing;
  }

  render(_variables: Variables) {
    return nothing;
  }
}

/** Sets custom properties through the CSSOM: lit's `styleMap` begins with a style attribute, which a strict CSP refuses. */
export const cssVariables = directive(CssVariables);
