import { palette } from "./palette";
import type { PictureSpec } from "./pictureSpec";
import { shapes } from "./shapes";
import { Sketch } from "./sketch";

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/**
 * The picture as an SVG document, 200 × 200 units, below 4 kB. Pure: the same spec gives the same text. Holds no
 * script, style, text or outside reference, so it may be used inline or as an image under any content security policy.
 */
export function pictureSvg(spec: PictureSpec): string {
  const idPrefix = `p${(hash(JSON.stringify(spec)) % 36 ** 4).toString(36)}`;
  const sketch = new Sketch({ idPrefix, pattern: spec.pattern });
  shapes[spec.shape](
    sketch,
    spec.colours.map((name) => palette[name]),
  );
  const hue = Math.round(spec.hue);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><defs>` +
    `<radialGradient id="${idPrefix}-w" cx=".4" cy=".3" r=".9"><stop stop-color="hsl(${hue},44%,95%)"/><stop offset="1" stop-color="hsl(${hue},34%,84%)"/></radialGradient>` +
    `<linearGradient id="${idPrefix}-f" x2="0" y2="1"><stop stop-color="hsl(${hue},32%,80%)"/><stop offset="1" stop-color="hsl(${hue},36%,89%)"/></linearGradient>${sketch.definitions}</defs>` +
    `<rect width="200" height="200" fill="url(#${idPrefix}-w)"/><path d="M0 146h200v54H0z" fill="url(#${idPrefix}-f)" opacity=".6"/>${sketch.marks}</svg>`
  );
}
