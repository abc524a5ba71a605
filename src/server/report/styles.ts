/** The report's style sheet: one column to read, a list of sections beside it where there is room. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2127; --soft: #5c6470; --line: #e3e0d8;
  --accent: #1f6f5c; --accent-soft: #e2f0eb; --muted: #b9b4a7;
  --good: #1f6f5c; --bad: #b3372b; --even: #5c6470;
  --series-1: #1f6f5c; --series-2: #c2611b; --series-3: #4a63b8; --series-4: #9b3f78; --series-5: #6d6a1f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1c2024; --ink: #e8e6e1; --soft: #a2a8b0; --line: #31363c;
    --accent: #6cc7ac; --accent-soft: #1d332d; --muted: #7d848d;
    --good: #6cc7ac; --bad: #f08a7d; --even: #a2a8b0;
    --series-1: #6cc7ac; --series-2: #f0a468; --series-3: #93a8f4; --series-4: #e094c4; --series-5: #cfca6a;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 2; }
a { color: var(--accent); }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem; }
nav { border-bottom: 1px solid var(--line); background: var(--card); overflow-x: auto; }
nav ol { display: flex; gap: 1.1rem; list-style: none; margin: 0; padding: .7rem 1.25rem; white-space: nowrap; font-size: .9rem; }
nav a { text-decoration: none; color: var(--soft); }
nav a:hover { color: var(--accent); }
@media (min-width: 78rem) {
  body { display: grid; grid-template-columns: 15rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; border-bottom: 0; border-right: 1px solid var(--line); }
  nav ol { flex-direction: column; gap: .55rem; padding: 2.2rem 1.5rem; white-space: normal; }
  main { margin: 0; padding: 2rem 3rem 6rem; max-width: 66rem; }
}
h1 { font-size: clamp(1.7rem, 4vw, 2.5rem); line-height: 1.15; margin: 0 0 .4rem; letter-spacing: -.02em; }
h2 { font-size: 1.45rem; letter-spacing: -.01em; margin: 3.2rem 0 .6rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 1.8rem 0 .3rem; }
h4 { font-size: .95rem; margin: 1.1rem 0 .4rem; }
h3 small, h4 small { font-weight: 400; color: var(--soft); }
p { margin: .4rem 0 .8rem; max-width: 46rem; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.eyebrow { text-transform: uppercase; letter-spacing: .09em; font-size: .75rem; color: var(--soft); margin: 1rem 0 .3rem; }
.meta { display: flex; flex-wrap: wrap; gap: .3rem 1rem; color: var(--soft); font-size: .92rem; align-items: center; }
.summary { font-size: 1.08rem; }
.protocol { color: var(--soft); font-size: .9rem; }
.chip { border-radius: 99px; padding: .15rem .7rem; font-weight: 600; font-size: .85rem; border: 1px solid currentColor; }
.good { color: var(--good); } .bad { color: var(--bad); } .even { color: var(--even); }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .8rem; margin: 1.3rem 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1rem; }
.tile dt { color: var(--soft); font-size: .82rem; line-height: 1.3; }
.tile dd { margin: .25rem 0 0; font-size: 1.5rem; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.tile small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); letter-spacing: 0; }
details > summary { cursor: pointer; color: var(--accent); }
.checks { list-style: none; padding: 0; margin: .6rem 0; }
.checks li { padding: .3rem 0 .3rem 1.5rem; position: relative; color: var(--ink); }
.checks li::before { position: absolute; left: 0; font-weight: 700; }
.checks .good::before { content: "✓"; color: var(--good); } .checks .bad::before { content: "✕"; color: var(--bad); }
figure { margin: .8rem 0; padding: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-x: auto; }
figcaption { font-size: .92rem; font-weight: 600; margin-bottom: .3rem; }
.chart { display: block; width: 100%; height: auto; font-family: inherit; }
.chart text { font-variant-numeric: tabular-nums; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; align-items: start; }
.grid > figure, .grid > article { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; margin: .6rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .42rem .65rem; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
thead th { color: var(--soft); font-weight: 500; font-size: .8rem; vertical-align: bottom; }
th:first-child { text-align: left; font-weight: 500; white-space: normal; min-width: 9rem; }
th small { display: block; color: var(--soft); font-weight: 400; }
tr.aisle { background: var(--accent-soft); } tr.aisle th { font-weight: 700; }
tr.ablation th { color: var(--soft); padding-left: 1.4rem; } tr.total th, tr.total td { font-weight: 650; border-bottom: 0; }
.wrap { display: inline-block; white-space: normal; text-align: left; max-width: 24rem; min-width: 12rem; overflow-wrap: anywhere; }
.gain { font-weight: 500; }
.legend { font-size: .85rem; color: var(--soft); }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin: 0 .25em 0 .8em; }
.dot.accent { background: var(--accent); } .dot.muted { background: var(--muted); }
.shopper { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem 1rem; margin: .6rem 0; }
.shopper > summary { font-weight: 600; color: var(--ink); }
.history, .shelf, .neighbours ol { list-style: none; margin: 0; padding: 0; }
.history, .shelf { display: grid; grid-auto-flow: column; grid-auto-columns: 9.2rem; gap: .7rem; overflow-x: auto; padding-bottom: .5rem; }
.history li, .shelf li { display: flex; flex-direction: column; gap: .15rem; font-size: .84rem; line-height: 1.3; border: 1px solid var(--line); border-radius: 10px; padding: .55rem; }
.history img, .shelf img { width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 7px; background: var(--paper); }
.history small, .shelf small { color: var(--soft); font-size: .76rem; }
.shelf .why { color: var(--ink); } .shelf .score { margin-top: auto; }
.shelf li.hit { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); } .shelf li.hit b { color: var(--accent); }
.neighbours h3 { display: flex; gap: .6rem; align-items: center; flex-wrap: wrap; }
.neighbours img { width: 2.4rem; height: 2.4rem; object-fit: cover; border-radius: 7px; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .5rem 1.4rem; }
.neighbours ol li { display: flex; gap: .5rem; align-items: center; font-size: .88rem; padding: .15rem 0; }
@media (max-width: 30rem) { figure { padding: .5rem; } }
@media print {
  body { display: block; background: #fff; color: #000; }
  nav, .skip { display: none; } main { max-width: none; padding: 0; }
  figure, .tile, .shopper { break-inside: avoid; background: none; }
  h2 { break-after: avoid; }
}
`;
