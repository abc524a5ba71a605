/** The demo shop's entry: what the shop needs from the browser, handed in; then open. */
import "../src/elements/index";
import { html, render } from "lit";
import { createAisle, setDefaultClient } from "./aisleClient";
import { type App, createApp } from "./app";
import { offers } from "./data/offers";
import { demoExperiments, demoExploration, demoFairness, demoReports } from "./data/shopTrials";
import { en } from "./i18n/en";
import { registerServiceWorker } from "./registerServiceWorker";
import { demoCatalogue } from "./shop/catalogue";
import { cachedFeedStore } from "./shop/ownFeed";
import { createSettings } from "./shop/settings";
import { Shop } from "./shop/shop";

async function open(root: HTMLElement): Promise<void> {
  let app: App | undefined;
  const settings = createSettings(navigator.languages);
  const trials = () => ({
    exploration: demoExploration,
    experiments: demoExperiments,
    fairness: demoFairness,
    reports: demoReports(new URL("reports", document.baseURI).href),
  });
  const shop = new Shop({
    settings,
    createClient(options) {
      const own = { ...options, collections: offers, ...(settings.trials() && trials()) };
      const client = createAisle(options.namespace === "halden" ? own : options);
      setDefaultClient(client);
      return client;
    },
    async loadDemoCatalogue() {
      const { loadCatalogue, departments } = await import("./data/catalogue");
      return demoCatalogue(await loadCatalogue(), departments);
    },
    loadMessages: async (language) => (language === "zh" ? (await import("./i18n/zh")).zh : en),
    feedStore: cachedFeedStore(),
    now: Date.now,
    update: () => app?.update(),
    go: (href) => app?.go(href),
  });
  await shop.open();
  app = createApp(root, shop, { loadShoppers: async () => (await import("./data/shoppers")).shoppers });
  app.update();

  const onLine = () => {
    shop.online = navigator.onLine;
    shop.update();
  };
  addEventListener("online", onLine);
  addEventListener("offline", onLine);
  onLine();
  registerServiceWorker((takeUpdate) => {
    shop.takeUpdate = takeUpdate;
    shop.update();
  });
}

const root = document.getElementById("shop")!;
open(root).catch((error: unknown) => {
  console.error(error);
  root.replaceChildren();
  render(
    html`<main class="empty">
      <h1 class="empty-title">${en.openFailed}</h1>
      <p>${en.openFailedHelp}</p>
      <button type="button" class="button" @click=${() => location.reload()}>${en.reload}</button>
    </main>`,
    root,
  );
});
