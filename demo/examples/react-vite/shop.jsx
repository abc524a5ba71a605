/** The shop itself: client-side navigation, tagged for Google Analytics as shops are. */
import { useEffect, useSyncExternalStore } from "react";
import products from "../products.json";

window.dataLayer ??= [];

export function useProduct() {
  const search = useSyncExternalStore(onNavigate, () => location.search);
  const id = new URLSearchParams(search).get("item");
  return products.find((product) => product.id === id);
}

export function Card({ item }) {
  const open = (event) => {
    event.preventDefault();
    history.pushState({}, "", item.link);
    dispatchEvent(new PopStateEvent("popstate"));
  };
  return (
    <a href={item.link} onClick={open}>
      {item.title} <b>€{item.price}</b>
    </a>
  );
}

export function Product({ product }) {
  useEffect(() => {
    if (!product) return;
    const item = { item_id: product.id, item_name: product.title, price: product.price };
    window.dataLayer.push({ event: "view_item", ecommerce: { currency: "EUR", items: [item] } });
  }, [product]);
  return product ? <h2>{product.title}</h2> : <h2>Welcome</h2>;
}

export function AllProducts() {
  return (
    <ul className="row" aria-label="All products">
      {products.map((item) => (
        <li key={item.id}>
          <Card item={item} />
        </li>
      ))}
    </ul>
  );
}

function onNavigate(listener) {
  addEventListener("popstate", listener);
  return () => removeEventListener("popstate", listener);
}
