/** The harness shop's catalogue: six departments that a shopper's interest can tell apart. */
import type { Item } from "../../src/types";

const DEPARTMENTS: Readonly<Record<string, readonly string[]>> = {
  Kitchen: [
    "Stoneware coffee mug with blue glaze",
    "Cast iron casserole, 4 litres",
    "Chef's knife of forged steel",
    "Wooden salad bowl with servers",
    "Espresso cups, set of six",
    "Enamel baking tin",
    "Glass storage jars with cork lids",
    "Linen tea towels, pack of three",
  ],
  Garden: [
    "Pruning shears with ash handles",
    "Galvanised watering can, 9 litres",
    "Cedar raised bed for vegetables",
    "Tulip bulbs, mixed colours",
    "Hand trowel of stainless steel",
    "Garden hose with brass nozzle",
    "Terracotta plant pots, set of four",
    "Compost bin of recycled plastic",
  ],
  Tools: [
    "Cordless drill with two batteries",
    "Socket wrench set, 46 pieces",
    "Spirit level, 60 cm",
    "Claw hammer with fibreglass handle",
    "Orbital sander with dust bag",
    "Screwdriver set for electricians",
    "Tape measure, 8 metres",
    "Folding workbench",
  ],
  Baby: [
    "Wooden cot with adjustable base",
    "Muslin swaddle blankets",
    "Baby bottle steriliser",
    "Soft rattle in the shape of a rabbit",
    "Nappy changing mat",
    "Pram with rain cover",
    "Cotton bodysuits for newborns",
    "Night light with lullabies",
  ],
  Sport: [
    "Trail running shoes",
    "Yoga mat of natural rubber",
    "Climbing rope, 60 metres",
    "Kettlebell, 16 kg",
    "Cycling helmet with lamp",
    "Tent for two persons",
    "Swimming goggles, anti-fog",
    "Insulated drinking bottle",
  ],
  Books: [
    "A history of the sea, hardback",
    "Sourdough baking for beginners",
    "Detective stories from Edinburgh",
    "Atlas of European birds",
    "Learning to code with Python",
    "Poems for winter evenings",
    "Travel guide to the Alps",
    "The letters of a lighthouse keeper",
  ],
};

export const GOODS: readonly Item[] = Object.entries(DEPARTMENTS).flatMap(([department, titles], row) =>
  titles.map((title, column) => ({
    id: `${department.toLowerCase()}-${column}`,
    title,
    brand: ["Norrland", "Hearth & Co", "Fieldwork"][(row + column) % 3],
    category: [department],
    price: 8 + ((row * 7 + column * 13) % 60),
    currency: "EUR",
    link: `/item/${department.toLowerCase()}-${column}`,
    popularity: 10 + ((row * 11 + column * 17) % 40),
  })),
);

/** As many different products as asked for, for tests of embedding in bulk. */
export function manyGoods(count: number): readonly Item[] {
  return Array.from({ length: count }, (_, i) => {
    const item = GOODS[i % GOODS.length];
    return { ...item, id: `many-${i}`, title: `${item.title}, model ${Math.floor(i / GOODS.length) + 1}` };
  });
}
