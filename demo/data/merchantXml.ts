import type { Item } from "../../src/types";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes markup and drops what XML 1.0 cannot hold: most control characters, half surrogate pairs. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

function price(amount: number | undefined, currency: string | undefined): string | undefined {
  return amount === undefined ? undefined : `${amount.toFixed(2)}${currency ? ` ${currency}` : ""}`;
}

/** Attributes that Merchant Center has a field for, by our name. */
const ATTRIBUTE_FIELDS: Readonly<Record<string, string>> = {
  colour: "color",
  material: "material",
  size: "size",
  pattern: "pattern",
};

/**
 * The products as a Google Merchant Center feed (RSS 2.0 with the `g:` namespace). Pictures are left out where they are
 * `data:` URLs: the format wants web addresses.
 */
export function toMerchantXml(products: readonly Item[]): string {
  const items = products.map((product) => {
    const fields: [string, string | undefined][] = [
      ["id", product.id],
      ["title", product.title],
      ["description", product.description],
      ["link", product.link],
      ["image_link", product.imageLink?.startsWith("data:") ? undefined : product.imageLink],
      ["brand", product.brand],
      ["product_type", product.category?.join(" > ")],
      ["price", price(product.price, product.currency)],
      ["sale_price", price(product.salePrice, product.currency)],
      ["availability", product.availability],
      ["item_group_id", product.itemGroupId],
      ["condition", "new"],
    ];
    const details: string[] = [];
    for (const [name, value] of Object.entries(product.attributes ?? {})) {
      const field = ATTRIBUTE_FIELDS[name];
      if (field) fields.push([field, value]);
      else {
        details.push(
          `<g:product_detail><g:attribute_name>${escapeText(name)}</g:attribute_name><g:attribute_value>${escapeText(value)}</g:attribute_value></g:product_detail>`,
        );
      }
    }
    const written = fields.flatMap(([name, value]) =>
      value === undefined ? [] : `<g:${name}>${escapeText(value)}</g:${name}>`,
    );
    return `<item>${[...written, ...details].join("")}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Aisle demo shop</title><description>The demo shop's own catalogue</description>\n${items.join("\n")}\n</channel></rss>\n`;
}
