import { AisleProvider, Shelf } from "aisle/react";
import { createRoot } from "react-dom/client";
import { AllProducts, Card, Product, useProduct } from "./shop.jsx";
import "../shop.css";

function Page() {
  return (
    <main>
      <h1>React and Vite</h1>
      <Product product={useProduct()} />
      <Shelf query={{ placement: "home" }} className="row" aria-label="For you" renderItem={Card} />
      <AllProducts />
    </main>
  );
}

createRoot(document.getElementById("root")).render(
  <AisleProvider options={{ catalog: "/products.json", assets: "/aisle/", consent: "session" }}>
    <Page />
  </AisleProvider>,
);
