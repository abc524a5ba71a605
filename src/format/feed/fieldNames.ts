/** The names under which feeds, platforms and schema.org keep what an `Item` holds; earlier names win. */

/** Names without case, spaces, `_`, `-` and namespace prefix: `g:image_link`, `Image Link` and `imageLink` are one. */
export const FIELD_NAMES = {
  id: [
    "id",
    "itemid",
    "productid",
    "sku",
    "variantsku",
    "articleid",
    "handle",
    "offerid",
    "identifier",
    "guid",
    "mpn",
    "@id",
    "stockcode",
    "编号",
    "商品编号",
    "商品id",
  ],
  title: ["title", "name", "itemname", "productname", "producttitle", "articlename", "标题", "名称", "商品名称"],
  description: [
    "description",
    "bodyhtml",
    "body",
    "longdescription",
    "shortdescription",
    "summary",
    "content",
    "excerpt",
    "desc",
    "描述",
    "简介",
    "商品描述",
  ],
  brand: ["brand", "itembrand", "brandname", "vendor", "manufacturer", "品牌"],
  category: [
    "category",
    "producttype",
    "categorypath",
    "categories",
    "productcategory",
    "itemcategory",
    "type",
    "department",
    "googleproductcategory",
    "分类",
    "类别",
  ],
  price: ["price", "regularprice", "variantprice", "listprice", "unitprice", "amount", "价格", "售价"],
  salePrice: ["saleprice", "specialprice", "discountprice", "offerprice", "促销价"],
  compareAtPrice: ["compareatprice", "variantcompareatprice", "oldprice"],
  currency: ["currency", "pricecurrency", "currencyid", "currencycode", "货币"],
  link: ["link", "url", "producturl", "canonicalurl", "permalink", "itemurl", "pageurl", "loc", "链接"],
  imageLink: [
    "imagelink",
    "image",
    "images",
    "imageurl",
    "imagesrc",
    "imgurl",
    "img",
    "picture",
    "picurl",
    "thumbnail",
    "featuredimage",
    "variantimage",
    "enclosure",
    "图片",
  ],
  availability: ["availability", "available", "instock", "stockstatus", "isavailable", "inventorystatus"],
  stock: ["stock", "quantity", "stockquantity", "inventoryquantity", "variantinventoryqty", "inventory", "qty", "库存"],
  itemGroupId: ["itemgroupid", "groupid", "inproductgroupwithid", "parentid", "parentsku", "parent"],
  popularity: [
    "popularity",
    "orders",
    "orderslast30days",
    "unitssold",
    "sales",
    "sold",
    "totalsales",
    "salescount",
    "销量",
  ],
  availableSince: [
    "availablesince",
    "dateadded",
    "createdat",
    "publishedat",
    "datepublished",
    "pubdate",
    "releasedate",
    "created",
    "addtime",
    "上架时间",
  ],
  expirationDate: ["expirationdate"],
  salePriceEffectiveDate: ["salepriceeffectivedate"],
  offers: ["offers"],
  variants: ["variants"],
  attributes: ["attributes"],
} as const;

export type FieldName = keyof typeof FIELD_NAMES;

/** Further words worth knowing, kept under their Merchant Center names. */
export const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  color: "color",
  colour: "color",
  颜色: "color",
  size: "size",
  尺寸: "size",
  material: "material",
  材质: "material",
  pattern: "pattern",
  gender: "gender",
  agegroup: "age_group",
  itemvariant: "variant",
};

/** What the shop earns on an item; never kept (custom labels often hold margin classes too, and are not read at all). */
const MARGIN =
  /^(costofgoodssold|cogs|autopricingminprice|cost|costprice|costperitem|purchaseprice|wholesaleprice|margin|profit)$/;

export function squashName(name: string): string {
  return name
    .replace(/^[a-z]+:/i, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@]/gu, "");
}

/** @param squashed a name as `squashName` leaves it */
export function isMarginName(squashed: string): boolean {
  return MARGIN.test(squashed);
}

/** Whether a column of that name is of any use. */
export function isItemField(name: string): boolean {
  const squashed = squashName(name);
  return Object.values(FIELD_NAMES).some((names) => (names as readonly string[]).includes(squashed));
}
