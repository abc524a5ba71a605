/** What the shop shows beside products: promotions, paid places, things to read. Invented, like the products. */
import type { AisleOptions } from "../../src/index";

const promotions = [
  {
    id: "bread-week",
    title: "Bread week: a fifth off baskets, tins and scales",
    category: ["Baking"],
    percent_off: 20,
  },
  {
    id: "first-cup",
    title: "First cup: kettle and dripper together, 15% off",
    category: ["Coffee & Tea"],
    percent_off: 15,
  },
  {
    id: "planting-out",
    title: "Planting out: $10 off garden tools from $60",
    category: ["Garden"],
    money_off: 10,
    minimum_purchase: 60,
  },
  { id: "lights-on", title: "Lights on: lamps for short days, 10% off", category: ["Lighting"], percent_off: 10 },
  { id: "good-dog", title: "Good dog: beds and leads, 15% off", category: ["Pets"], percent_off: 15 },
  {
    id: "night-feeds",
    title: "Night feeds: muslins and lamps, 3 for the price of 2",
    category: ["Baby & Kids"],
    percent_off: 33,
  },
].map((one) => ({ ...one, link: linkTo(one.category[0]), currency: "USD" }));

const ads = [
  {
    id: "ad-brewarden",
    title: "Brewarden kettles pour where you look",
    category: ["Coffee & Tea"],
    sponsor: "Brewarden",
    bid: 0.6,
    target_categories: "Coffee & Tea",
  },
  {
    id: "ad-grain",
    title: "Stone-ground flour, at your door each month",
    category: ["Baking"],
    sponsor: "Mill on the Lea",
    bid: 0.55,
    target_categories: "Baking|Pantry",
  },
  {
    id: "ad-seeds",
    title: "Heritage seeds for small gardens",
    category: ["Garden"],
    sponsor: "Fenland Seeds",
    bid: 0.5,
    target_categories: "Garden",
  },
  {
    id: "ad-mattress",
    title: "A mattress that forgives you",
    category: ["Home & Bedding"],
    sponsor: "Slumberly",
    bid: 0.4,
  },
  {
    id: "ad-trail",
    title: "Trail days: guided walks near you",
    category: ["Sports & Outdoors"],
    sponsor: "Longway Guides",
    bid: 0.35,
  },
].map((one) => ({ ...one, link: linkTo(one.category[0]), cap: 4, cap_days: 1 }));

const articles = [
  {
    id: "sourdough",
    title: "A sourdough that fits a working week",
    category: ["Baking"],
    description: "Starter, proofing basket, Dutch oven: dough at night, bread at seven.",
  },
  {
    id: "pour-over",
    title: "Pour-over in four minutes",
    category: ["Coffee & Tea"],
    description: "Water, grind, gooseneck kettle, and why the bloom matters.",
  },
  {
    id: "balcony",
    title: "Tomatoes on a balcony",
    category: ["Garden"],
    description: "Pots, soil, a trowel and six hours of sun.",
  },
  {
    id: "reading-corner",
    title: "Light for a reading corner",
    category: ["Lighting"],
    description: "Where the lamp stands, and how warm it should be.",
  },
  {
    id: "first-weeks",
    title: "The first weeks with a baby: what you will use",
    category: ["Baby & Kids"],
    description: "A short list, and a longer one of what can wait.",
  },
  {
    id: "rain-run",
    title: "Running when it rains",
    category: ["Sports & Outdoors"],
    description: "Layers, shoes, and a reason to go out.",
  },
].map((one) => ({ ...one, link: linkTo(one.category[0]) }));

export const offers = { promotions, ads, articles } as unknown as NonNullable<AisleOptions["collections"]>;

function linkTo(category: string): string {
  return `#/aisle/${category
    .toLowerCase()
    .replace(/ & diy/, "")
    .replace("kitchen & table", "kitchen")
    .replace(" & ", "-")}`;
}
