import { generate } from "lean-qr";
import { html, svg, type TemplateResult } from "lit";

/** Dark on light in every theme: cameras expect it so. */
export function qrCode(link: string, label: string): TemplateResult {
  const modules = generate(link);
  const quiet = 4;
  let path = "";
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) if (modules.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  }
  const size = modules.size + 2 * quiet;
  return html`<svg class="move-code" role="img" aria-label=${label} viewBox=${`${-quiet} ${-quiet} ${size} ${size}`}>
    ${svg`<rect x=${-quiet} y=${-quiet} width=${size} height=${size} fill="#fff" /><path d=${path} fill="#000" />`}
  </svg>`;
}
