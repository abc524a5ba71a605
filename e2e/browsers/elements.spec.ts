/** The elements, fetched by the script tag because the page holds them, on a live client. */
import type { Tab } from "../../src/server/browsers/drivenBrowser";
import { call, events, expect, open, problems, ready, test, view, WATCHED, watch } from "./browserTest";

const WORDS = { consent: "persistent", encoder: "none" } as const;

/** Text of the parts of an element that match, in order. */
const texts = (tab: Tab, host: string, selector: string) =>
  tab.evaluate(
    ({ host, selector }) =>
      Array.from(document.querySelector(host)?.shadowRoot?.querySelectorAll(selector) ?? [], (part) =>
        (part.getAttribute("aria-label") ?? part.textContent ?? "").trim(),
      ),
    { host, selector },
  );

/** Clicks the first part of an element that matches and says so. */
async function click(tab: Tab, host: string, selector: string, saying = ""): Promise<void> {
  const at = await tab.evaluate(
    async ({ host, selector, saying }) => {
      const parts = [...(document.querySelector(host)?.shadowRoot?.querySelectorAll(selector) ?? [])];
      const part = parts.find((one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").includes(saying));
      part?.scrollIntoView({ block: "center" });
      // A carousel glides: wait until the part stays where it is.
      for (let box = part?.getBoundingClientRect(), still = 0; part && still < 5; ) {
        await new Promise(requestAnimationFrame);
        const next = part.getBoundingClientRect();
        still = box?.x === next.x && box.y === next.y ? still + 1 : 0;
        box = next;
      }
      const box = part?.getBoundingClientRect();
      return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    { host, selector, saying },
  );
  if (!at) throw new Error(`<${host}> has no ${selector} saying "${saying}"`);
  await tab.click(at.x, at.y);
}

const focused = (tab: Tab, host: string) =>
  tab.evaluate((host) => {
    const part = document.querySelector(host)?.shadowRoot?.activeElement;
    return (part?.getAttribute("aria-label") ?? part?.textContent ?? "").trim();
  }, host);

test("<aisle-shelf>: items, prices, reasons with the keyboard, not interested", async ({ tab, shop }) => {
  watch(shop);
  const head = `${WATCHED}<aisle-shelf placement="home" limit="6" heading="For you"></aisle-shelf>`;
  await tab.resize(1000, 800);
  await open(tab, shop.page("/shop", { head, script: WORDS }));
  await ready(tab);
  await view(tab, "garden-4");
  await expect.poll(() => texts(tab, "aisle-shelf", "li a.link")).toHaveLength(6);
  expect(await texts(tab, "aisle-shelf", "h2")).toEqual(["For you"]);
  expect((await texts(tab, "aisle-shelf", ".price")).join()).toMatch(/€\d+\.\d\d/);

  // With the keyboard: open the reason, find the focus inside, close it, find the focus where it was.
  await tab.evaluate(() => {
    document.querySelector("aisle-shelf")?.shadowRoot?.querySelector<HTMLElement>("button.because")?.focus();
  });
  const reason = await focused(tab, "aisle-shelf");
  await tab.press("Enter");
  await expect.poll(() => texts(tab, "aisle-shelf", ".why dt")).not.toEqual([]);
  expect(await focused(tab, "aisle-shelf")).toBe("Close");
  await tab.press("Escape");
  await expect.poll(() => texts(tab, "aisle-shelf", ".why")).toEqual([]);
  expect(await focused(tab, "aisle-shelf")).toBe(reason);

  const [unwanted] = await texts(tab, "aisle-shelf", "li a.link");
  // Without a mouse (headless Firefox) there is no button in the corner; the reason's panel has one everywhere.
  await click(tab, "aisle-shelf", "button.because");
  await expect.poll(() => texts(tab, "aisle-shelf", ".why p")).toHaveLength(1);
  await click(tab, "aisle-shelf", ".why button.plain", "Not interested");
  await expect.poll(() => texts(tab, "aisle-shelf", "li a.link")).not.toContain(unwanted);
  // Half in view for a second: seen.
  await expect.poll(async () => (await events(tab)).map(({ name }) => name)).toContain("view_item_list");
  expect((await events(tab)).filter(({ name }) => name === "not_interested")).toHaveLength(1);
  expect(await problems(tab)).toEqual([]);
});

test("<aisle-privacy>: shows what is remembered, and forgets it when told twice", async ({ tab, shop }) => {
  watch(shop);
  const head = `${WATCHED}<aisle-privacy></aisle-privacy>`;
  await open(tab, shop.page("/shop", { head, script: WORDS }));
  await ready(tab);
  for (const id of ["garden-1", "garden-2", "garden-3"]) await view(tab, id);
  await expect.poll(() => texts(tab, "aisle-privacy", ".note")).toContain("3 things you did are remembered.");
  await click(tab, "aisle-privacy", "button", "Forget everything");
  await expect.poll(() => texts(tab, "aisle-privacy", "button.danger")).toEqual(["Yes, forget everything"]);
  await click(tab, "aisle-privacy", "button.danger");
  await expect.poll(() => texts(tab, "aisle-privacy", "[role=status]")).toEqual(["Everything is forgotten."]);
  expect(await call<{ events: number }>(tab, "profile.get")).toMatchObject({ events: 0 });
  expect(await problems(tab)).toEqual([]);
});
