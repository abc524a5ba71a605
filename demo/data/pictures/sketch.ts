import { dark, light } from "./palette";

/** How light falls on a form: `side` a standing cylinder, `top` a lying or flat thing, `ball` a round one, `flat` none. */
export type Shading = "side" | "top" | "ball" | "flat";
export type PatternName = "stripes" | "bands" | "dots" | "speckle" | "check" | "leaves" | "stars";

/** One drawn thing on the 200 × 200 canvas; it stands on the ground line, y = 160. Colours are `#rrggbb`. */
export type Shape = (sketch: Sketch, colours: readonly string[]) => void;

const PATTERNS: Record<PatternName, string> = {
  stripes: `width="12" height="12"><path d="M3 0v12" stroke="#fff" stroke-opacity=".5" stroke-width="4"/>`,
  bands: `width="14" height="14"><path d="M0 4h14" stroke="#fff" stroke-opacity=".5" stroke-width="4"/>`,
  dots: `width="14" height="14"><g fill="#fff" fill-opacity=".65"><circle cx="4" cy="4" r="2"/><circle cx="11" cy="11" r="2"/></g>`,
  speckle: `width="22" height="22"><g fill="#2a2030" fill-opacity=".38"><circle cx="4" cy="5" r="1"/><circle cx="14" cy="3" r=".7"/><circle cx="18" cy="12" r="1.1"/><circle cx="8" cy="15" r=".8"/><circle cx="13" cy="19" r="1"/></g>`,
  check: `width="16" height="16"><g fill="#fff" fill-opacity=".28"><path d="M0 0h8v16h-8zM0 0h16v8h-16z"/></g>`,
  leaves: `width="24" height="24"><path d="M5 12q0-7 7-8q0 7-7 8zM14 22q0-7 7-8q0 7-7 8z" fill="#fff" fill-opacity=".5"/>`,
  stars: `width="22" height="22"><path d="M6 2l1 3 3 1-3 1-1 3-1-3-3-1 3-1zM17 13l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8z" fill="#fff" fill-opacity=".75"/>`,
};

export interface SketchOptions {
  /** Put before every id, so that several pictures may stand inline in one document. */
  readonly idPrefix: string;
  readonly pattern?: PatternName;
}

/** Collects the drawing operations of one picture and the gradients they need. Output is SVG text made of numbers and our own constants. */
export class Sketch {
  readonly #idPrefix: string;
  readonly #pattern: PatternName | undefined;
  readonly #definitions = new Map<string, string>();
  readonly #marks: string[] = [];

  constructor(options: SketchOptions) {
    this.#idPrefix = options.idPrefix;
    this.#pattern = options.pattern;
  }

  get definitions(): string {
    return [...this.#definitions.values()].join("");
  }

  /** Computed coordinates are cut to hundredths: nobody sees more, and everybody downloads it. */
  get marks(): string {
    return this.#marks.join("").replace(/\d*\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
  }

  /** A filled path. */
  path(d: string, colour: string, shading: Shading = "side"): void {
    this.#marks.push(`<path d="${d}" fill="${this.#paint(colour, shading)}"/>`);
  }

  /** The part that wears the product's pattern, when it has one. */
  body(d: string, colour: string, shading: Shading = "side"): void {
    this.path(d, colour, shading);
    if (this.#pattern) this.#marks.push(`<path d="${d}" fill="${this.#patternPaint(this.#pattern)}"/>`);
  }

  rect(x: number, y: number, width: number, height: number, radius: number, colour: string, shading: Shading = "side") {
    this.#marks.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${this.#paint(colour, shading)}"/>`,
    );
  }

  oval(cx: number, cy: number, rx: number, ry: number, colour: string, shading: Shading = "flat") {
    this.#marks.push(`<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${this.#paint(colour, shading)}"/>`);
  }

  /** An open stroke with round ends. */
  line(d: string, colour: string, width = 3) {
    this.#marks.push(
      `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`,
    );
  }

  /** A reflection: white, filled. */
  shine(d: string, opacity = 0.3) {
    this.#marks.push(`<path d="${d}" fill="#fff" opacity="${opacity}"/>`);
  }

  /** Own shade: the darker side of a form. */
  shade(d: string, opacity = 0.14) {
    this.#marks.push(`<path d="${d}" fill="#1d1a33" opacity="${opacity}"/>`);
  }

  /** A see-through form: glass, water, acrylic. */
  glass(d: string, colour = "#dfeef2", opacity = 0.55) {
    this.#marks.push(
      `<path d="${d}" fill="${colour}" fill-opacity="${opacity}" stroke="#fff" stroke-opacity=".7" stroke-width="1.5"/>`,
    );
  }

  /** A disc of lamp light around the origin. */
  glow(radius: number, colour: string, opacity: number) {
    this.#marks.push(`<circle r="${radius}" fill="${colour}" opacity="${opacity}"/>`);
  }

  /** Contact shadow on the ground. */
  shadow(cx: number, halfWidth: number, y = 160, halfHeight = 8) {
    const id = this.#define(
      "shadow",
      (name) =>
        `<radialGradient id="${name}"><stop stop-color="#1d1a33" stop-opacity=".42"/><stop offset=".55" stop-color="#1d1a33" stop-opacity=".2"/><stop offset="1" stop-color="#1d1a33" stop-opacity="0"/></radialGradient>`,
    );
    this.#marks.push(`<ellipse cx="${cx}" cy="${y}" rx="${halfWidth}" ry="${halfHeight}" fill="url(#${id})"/>`);
  }

  /** Draws `content` under an SVG transform. */
  within(transform: string, content: () => void) {
    this.#marks.push(`<g transform="${transform}">`);
    content();
    this.#marks.push("</g>");
  }

  turned(degrees: number, cx: number, cy: number, content: () => void) {
    this.within(`rotate(${degrees} ${cx} ${cy})`, content);
  }

  #paint(colour: string, shading: Shading): string {
    if (shading === "flat") return colour;
    const id = this.#define(shading + colour, (name) => {
      if (shading === "ball") {
        return `<radialGradient id="${name}" cx=".36" cy=".3" r=".78"><stop stop-color="${light(colour, 0.32)}"/><stop offset=".5" stop-color="${colour}"/><stop offset="1" stop-color="${dark(colour, 0.26)}"/></radialGradient>`;
      }
      if (shading === "top") {
        return `<linearGradient id="${name}" x2=".25" y2="1"><stop stop-color="${light(colour, 0.22)}"/><stop offset="1" stop-color="${dark(colour, 0.14)}"/></linearGradient>`;
      }
      return `<linearGradient id="${name}"><stop stop-color="${light(colour, 0.08)}"/><stop offset=".28" stop-color="${light(colour, 0.24)}"/><stop offset=".62" stop-color="${colour}"/><stop offset="1" stop-color="${dark(colour, 0.24)}"/></linearGradient>`;
    });
    return `url(#${id})`;
  }

  #patternPaint(pattern: PatternName): string {
    const id = this.#define(
      pattern,
      (name) => `<pattern id="${name}" patternUnits="userSpaceOnUse" ${PATTERNS[pattern]}</pattern>`,
    );
    return `url(#${id})`;
  }

  #define(key: string, write: (name: string) => string): string {
    const known = [...this.#definitions.keys()].indexOf(key);
    const name = `${this.#idPrefix}${(known < 0 ? this.#definitions.size : known).toString(36)}`;
    if (known < 0) this.#definitions.set(key, write(name));
    return name;
  }
}
