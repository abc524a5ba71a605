import { describe, expect, it } from "vitest";
import { html, trusted } from "./markup";
import { bytes, interval, metricName, percent, price, signed } from "./numbers";
import type { Report } from "./report";
import { sampleReport } from "./sampleReport";
import { writeReportHtml } from "./writeReportHtml";

const page = writeReportHtml(sampleReport);

describe("report page", () => {
  it("is the same bytes for the same report", () => {
    expect(writeReportHtml(structuredClone(sampleReport))).toBe(page);
  });

  it("asks no server for anything, and runs nothing", () => {
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|javascript:|\son[a-z]+=/i);
    const addresses = [...page.matchAll(/(?:src|href|srcset|action|poster)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.every((address) => address.startsWith("#") || address.startsWith("data:image/"))).toBe(true);
    expect(page.includes("default-src &#39;none&#39;")).toBe(true);
  });

  it("leaves out pictures that lie on a server", () => {
    const [shopper] = sampleReport.shoppers ?? [];
    const remote = { ...shopper.history[0].item, imageLink: "https://cdn.example/mug.jpg" };
    const history = [{ ...shopper.history[0], item: remote }];
    expect(writeReportHtml({ ...sampleReport, shoppers: [{ ...shopper, history }] })).not.toContain("cdn.example");
  });

  it("shows text as text", () => {
    expect(page).toContain("Corner shop &lt;Kitchen &amp; Table&gt;");
    expect(page).toContain("Kettle &lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("has a heading for every entry of its navigation, and no id twice", () => {
    const targets = [...page.matchAll(/href="#([a-z-]+)"/g)].map(([, id]) => id);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(9);
    for (const target of targets) expect(ids).toContain(target);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("draws a chart, with its numbers beside it, for every table", () => {
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(9);
    for (const wanted of ["0.0989", "0.0891", "+0.0098 [+0.0058, +0.0138]", "1,320 cases"])
      expect(page).toContain(wanted);
    expect(page.match(/role="img"/g)?.length).toBe(page.match(/<svg/g)?.length);
  });

  it("gives reasons in the shopper's words, and says what was bought later", () => {
    expect(page).toContain("Often bought with “Blue mug”");
    expect(page).toContain("bought later");
  });

  it("makes do with any part missing", () => {
    const { kind, schemaVersion, title, asOf } = sampleReport;
    const bare: Report = { kind, schemaVersion, title, asOf };
    expect(writeReportHtml(bare)).toContain("</html>");
    for (const part of Object.keys(sampleReport) as (keyof Report)[]) {
      if (part in bare) continue;
      expect(writeReportHtml({ ...sampleReport, [part]: undefined }), part).toContain("</html>");
      expect(writeReportHtml({ ...bare, [part]: sampleReport[part] }), part).toContain("</html>");
    }
  });

  it("survives empty lists and numbers that are none", () => {
    const odd: Report = {
      ...sampleReport,
      tables: [{ name: "empty", protocol: "", cases: 0, metrics: ["ndcg@10"], rows: [] }],
      curves: [{ name: "none", xLabel: "epoch", yLabel: "loss", series: [{ name: "a", points: [] }] }],
      slices: [
        {
          name: "broken",
          protocol: "",
          cases: 0,
          metrics: ["ndcg@10"],
          rows: [{ name: "x", kind: "slice", values: { "ndcg@10": Number.NaN } }],
        },
      ],
    };
    expect(writeReportHtml(odd)).toContain("</html>");
  });
});

describe("markup", () => {
  it("escapes what it is given, and joins lists", () => {
    expect(html`<i title="${'"'}">${["<", "&", trusted("<b>x</b>")]}${undefined}${false}${0}</i>`.markup).toBe(
      '<i title="&quot;">&lt;&amp;<b>x</b>0</i>',
    );
  });
});

describe("numbers", () => {
  it("reads well", () => {
    expect([bytes(12), bytes(61_200), bytes(1_584_000)]).toEqual(["12 B", "61.2 kB", "1.58 MB"]);
    expect(interval({ mean: 0.0032, low: -0.001, high: 0.0074 })).toBe("+0.0032 [−0.0010, +0.0074]");
    expect([signed(-0.5), percent(0.1234), metricName("ndcg@10"), metricName("coverage")]).toEqual([
      "−0.5000",
      "12.3%",
      "NDCG@10",
      "Coverage",
    ]);
    expect([price(12.5, "EUR"), price(3, "gold coins")]).toEqual(["€12.50", "3 gold coins"]);
  });
});
