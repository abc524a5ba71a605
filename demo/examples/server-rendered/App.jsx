import { AisleProvider, Shelf } from "aisle/react";
import { Card, ProductPage, Row } from "./shop.jsx";

const setup = { catalog: "/products.json", assets: "/aisle/", workerUrl: "/aisle/worker.js", consent: "session" };

/** The same tree on the server and in the browser; the bestsellers are what everybody sees until the shelf is personal. */
export function App({ bestsellers, product }) {
  return (
    <AisleProvider options={setup}>
      <main>
        <h1>Rendered on a server</h1>
        {product ? <ProductPage product={product} /> : undefined}
        <Shelf query={{ placement: "home" }} className="row" renderItem={Card} fallback={<Row items={bestsellers} />} />
      </main>
    </AisleProvider>
  );
}
