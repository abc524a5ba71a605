/** One page of the documentation: markdown in, HTML with the site's frame out. */
import { Marked } from "marked";

/** The site's order. */
export const PAGES = [
  { file: "index.md", title: "Aisle", group: "" },
  { file: "start.md", title: "Ten-minute start", group: "Build" },
  { file: "tracking.md", title: "Tracking", group: "Build" },
  { file: "placements.md", title: "Placements and rules", group: "Build" },
  { file: "rules.md", title: "A file of rules", group: "Build" },
  { file: "collections.md", title: "Promotions, ads, articles", group: "Build" },
  { file: "build.md", title: "Learn from orders", group: "Build" },
  { file: "theming.md", title: "Elements and theming", group: "Build" },
  { file: "privacy.md", title: "Consent and privacy", group: "Ship" },
  { file: "csp.md", title: "CSP and integrity", group: "Ship" },
  { file: "going-live.md", title: "Going live", group: "Ship" },
  { file: "experiments.md", title: "Experiments", group: "Ship" },
  { file: "fairness.md", title: "Fairness", group: "Ship" },
  { file: "moving-a-profile.md", title: "Moving a profile", group: "Ship" },
  { file: "performance.md", title: "Performance", group: "Ship" },
  { file: "browsers.md", title: "Browser support", group: "Ship" },
  { file: "troubleshooting.md", title: "Troubleshooting", group: "Help" },
  { file: "errors.md", title: "Errors", group: "Help" },
  { file: "faults.md", title: "Faults", group: "Help" },
  { file: "architecture.md", title: "Architecture", group: "Help" },
];

/** @param {{ file: string, markdown: string, version: string }} page */
export function renderPage({ file, markdown, version }) {
  const { title } = PAGES.find((page) => page.file === file);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title === "Aisle" ? "Aisle" : `${title} · Aisle`)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="site.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Documentation">
<a class="name" href="index.html">Aisle <small>${escaped(version)}</small></a>
${navigation(file)}
</nav>
<main id="content">
${body(markdown)}
</main>
</body>
</html>
`;
}

function navigation(current) {
  const groups = [...new Set(PAGES.map(({ group }) => group))].filter(Boolean);
  return groups
    .map((group) => {
      const links = PAGES.filter((page) => page.group === group).map(
        ({ file, title }) =>
          `<li><a href="${html(file)}"${file === current ? ' aria-current="page"' : ""}>${escaped(title)}</a></li>`,
      );
      if (group === "Help") links.push('<li><a href="api/index.html">API reference</a></li>');
      return `<p class="group">${group}</p>\n<ul>\n${links.join("\n")}\n</ul>`;
    })
    .join("\n");
}

function body(markdown) {
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(hrefOf(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  // Wide tables scroll by themselves; the page does not.
  return marked
    .parse(markdown)
    .replaceAll("<table>", '<div class="table" tabindex="0" role="region"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0">');
}

/** As GitHub makes them, so that a link works in both places. */
export function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function hrefOf(href) {
  const [, file, anchor = ""] = /^([\w-]+\.md)(#.*)?$/.exec(href) ?? [];
  return file ? html(file) + anchor : href;
}

function html(file) {
  return file.replace(/\.md$/, ".html");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
