import type { PictureSpec } from "./pictureSpec";
import { pictureSvg } from "./pictureSvg";

const ESCAPES: Readonly<Record<string, string>> = { "%": "%25", "#": "%23", "<": "%3C", ">": "%3E", '"': "'" };

/** The product's picture as a `data:` URL, at most 4 kB. */
export function pictureUrl(product: { readonly picture: PictureSpec }): string {
  return `data:image/svg+xml,${pictureSvg(product.picture).replace(/[%#<>"]/g, (mark) => ESCAPES[mark])}`;
}
