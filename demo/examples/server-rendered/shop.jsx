/** The shop itself; its product pages are described for search engines, and nothing else is tagged. */
export function Row({ items }) {
  return (
    <ul className="row" aria-label="Bestsellers">
      {items.map((item) => (
        <li key={item.id}>
          <Card item={item} />
        </li>
      ))}
    </ul>
  );
}

export function Card({ item }) {
  return (
    <a href={item.link}>
      {item.title} <b>€{item.price}</b>
    </a>
  );
}

export function ProductPage({ product }) {
  const data = {
    "@context": "https://schema.org",
    "@type": "Product",
    sku: product.id,
    name: product.title,
    offers: { "@type": "Offer", price: product.price, priceCurrency: product.currency },
  };
  return (
    <article>
      <script type="application/ld+json">{JSON.stringify(data)}</script>
      <h2>{product.title}</h2>
    </article>
  );
}
