/**
 * A report as one HTML file that asks no server for anything: styles and charts inside, no script, readable on a phone,
 * in the dark and on paper. Same report, same bytes.
 */
import { html, trusted } from "./markup";
import type { Report } from "./report";
import { curvesSection } from "./sections/curves";
import { dataSection } from "./sections/data";
import { neighboursSection, shoppersSection } from "./sections/examples";
import { exposureSection } from "./sections/exposure";
import { overview } from "./sections/overview";
import { blendSection, choicesSection, qualitySection, slicesSection } from "./sections/quality";
import type { Section } from "./sections/section";
import { sizesSection } from "./sections/sizes";
import { STYLES } from "./styles";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function writeReportHtml(report: Report): string {
  const sections = [
    qualitySection(report),
    slicesSection(report),
    shoppersSection(report),
    neighboursSection(report),
    blendSection(report),
    curvesSection(report),
    choicesSection(report),
    exposureSection(report),
    dataSection(report),
    sizesSection(report),
  ].filter((section): section is Section => section !== undefined);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${report.title} – Aisle report</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<nav aria-label="Sections"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="main">
${overview(report)}
${sections.map(({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`)}
</main>
</body>
</html>
`;
  return page.markup;
}
