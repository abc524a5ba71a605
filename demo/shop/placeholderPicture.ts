/** A picture for a product whose feed names none: its initials on a tint of its aisle. Returns a data: URL. */
export function placeholderPicture(title: string, hue: number): string {
  const initials = [...title.matchAll(/[\p{L}\p{N}]+/gu)]
    .slice(0, 2)
    .map(([word]) => [...word][0].toLocaleUpperCase("en"))
    .join("");
  const h = Math.round(hue);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${h},42%,90%)"/><stop offset="1" stop-color="hsl(${(h + 24) % 360},38%,80%)"/></linearGradient></defs><rect width="600" height="600" fill="url(#g)"/><path d="M0 470h600v130H0z" fill="hsl(${h},30%,74%)" opacity=".45"/><ellipse cx="300" cy="474" rx="150" ry="16" fill="hsl(${h},30%,30%)" opacity=".18"/><rect x="170" y="206" width="260" height="266" rx="14" fill="hsl(${h},34%,97%)"/><path d="M170 270h260" stroke="hsl(${h},30%,84%)" stroke-width="4"/><rect x="282" y="206" width="36" height="66" fill="hsl(${h},38%,86%)"/><text x="300" y="400" text-anchor="middle" font-family="Helvetica Neue,Arial,sans-serif" font-size="92" font-weight="600" fill="hsl(${h},38%,32%)">${escapeXml(initials)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0)};`);
}
