/** The shop itself, tagged for Google Analytics as any other; it does not know who else reads its data layer. */
window.dataLayer = window.dataLayer || [];
const id = new URLSearchParams(location.search).get("item");

async function showProduct() {
  const products = await (await fetch("/products.json")).json();
  const product = products.find((known) => known.id === id);
  if (!product) return;
  const item = { item_id: product.id, item_name: product.title, price: product.price };
  const article = document.getElementById("product");
  article.hidden = false;
  article.querySelector("h2").textContent = product.title;
  article.querySelector("p").textContent = `€${product.price}`;
  article.querySelector("button").addEventListener("click", () => {
    dataLayer.push({ event: "add_to_cart", ecommerce: { currency: "EUR", items: [{ ...item, quantity: 1 }] } });
  });
  dataLayer.push({ event: "view_item", ecommerce: { currency: "EUR", items: [item] } });
}

if (id) showProduct();
