/** The demo shop's feed and simulated orders as the files that `aisle build` reads. */
import { loadCatalogue } from "../catalogue";
import { simulateOrders } from "./simulateOrders";

const DAY_MS = 86_400_000;
/** Long past on every clock, so that no event lies in the future. */
export const ORDERS_UNTIL = Date.UTC(2024, 5, 30);
const SEED = 20240630;
const SHOPPERS = 800;
const DAYS = 540;

export interface DemoFiles {
  readonly "products.json": string;
  readonly "orders.csv": string;
}

export async function demoFiles(): Promise<DemoFiles> {
  const products = await loadCatalogue({ now: ORDERS_UNTIL });
  const rows = simulateOrders({
    products: products.map(({ id, itemGroupId, price, salePrice, popularity = 0, availableSince = 0 }) => ({
      id,
      itemGroupId,
      price: salePrice ?? price,
      popularity,
      ageDays: (ORDERS_UNTIL - availableSince) / DAY_MS,
    })),
    seed: SEED,
    shoppers: SHOPPERS,
    days: DAYS,
    until: ORDERS_UNTIL,
  });
  const head = "user_id,item_id,event,timestamp,quantity,price,order_id";
  const lines = rows.map(({ user, item, event, at, quantity = "", price = "", order = "" }) =>
    [user, item, event, new Date(at).toISOString(), quantity, price, order].join(","),
  );
  return {
    "products.json": `${JSON.stringify(products.map(({ picture, ...product }) => product))}\n`,
    "orders.csv": `${[head, ...lines].join("\n")}\n`,
  };
}

/** What `aisle build` is told for the demo; `out` and the files' folder come first. The page brings its own catalogue. */
export const DEMO_BUILD_FLAGS: readonly string[] = ["--no-catalog"];
