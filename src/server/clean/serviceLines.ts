/** Order lines that sell no product: postage, fees, discounts, vouchers, corrections. */

/** Whole titles, or titles that start so; several languages, since exports keep the shop's own. */
const TITLES =
  /^(dotcom )?(postage|postal charge|carriage|shipping|delivery|freight|handling)( (and|&) (packaging|handling|packing))?( (fee|cost|charge|charges|costs))?$|^(standard|express|free|next day) (shipping|delivery)\b|^(versand(kosten)?|porto|fracht|frais de port|livraison|gastos de env[ií]o|env[ií]o|spese di spedizione|spedizione|verzendkosten|verzending|运费|邮费|快递费)$|^((store|bank|amazon|ebay|paypal|card|transaction|service|handling|restocking) )?(fee|fees|charges|commission)$|^bank charges$|commission$|^(manual|samples?|discount|rabatt|gutschein|remise|coupon|rounding|deposit|pfand|tips?|donation|surcharge|tax|vat|adjust(ment)?( bad debt)?|bad debt|adjustment by .*|store credit)$|\b(gift ?(card|voucher|certificate)|gutschein|bon cadeau|carte cadeau)\b|^(check|test|damages?|damaged|lost|faulty|wrong|missing)$/;

/** Codes that shop systems give such lines. */
const CODES =
  /^(post|postage|dot|shipping|ship|delivery|carriage|freight|discount|fee|fees|amazonfee|bank charges|manual|samples?|voucher|coupon|tax|vat|adjust\d*|giftcard|gift_\d+.*)$/;

export function isServiceLine(title: string, id: string): boolean {
  return TITLES.test(title.trim().toLowerCase()) || CODES.test(id.trim().toLowerCase());
}
