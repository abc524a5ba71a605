const MATERIALS = ["Oak", "Linen", "Steel", "Wool", "Glass", "Cotton", "Copper", "Bamboo", "Leather", "Stoneware"];
const THINGS = [
  ["shelf", "Home"],
  ["tablecloth", "Kitchen"],
  ["kettle", "Kitchen"],
  ["blanket", "Home"],
  ["vase", "Home"],
  ["apron", "Kitchen"],
  ["lantern", "Garden"],
  ["planter", "Garden"],
  ["satchel", "Travel"],
  ["teapot", "Kitchen"],
  ["puzzle", "Toys"],
  ["building blocks", "Toys"],
  ["watering can", "Garden"],
  ["slippers", "Clothing"],
  ["candle holder", "Home"],
  ["bread bin", "Kitchen"],
  ["bookend", "Office"],
  ["desk lamp", "Office"],
  ["picture frame", "Home"],
  ["bird feeder", "Garden"],
];
const COLOURS = ["natural", "charcoal", "sage", "rust", "ivory"];
const SIZES = ["small", "medium", "large", "2 litres", "40 cm"];

/** As many different products as asked for. */
export function manyItems(count) {
  return Array.from({ length: count }, (_, i) => {
    const [thing, department] = THINGS[i % THINGS.length];
    const material = MATERIALS[Math.floor(i / THINGS.length) % MATERIALS.length];
    const colour = COLOURS[Math.floor(i / 200) % COLOURS.length];
    const size = SIZES[Math.floor(i / 1000) % SIZES.length];
    return {
      id: `item-${i}`,
      title: `${material} ${thing}, ${colour}, ${size}`,
      category: [department],
      price: 5 + ((i * 37) % 90),
      currency: "EUR",
      popularity: (i * 7919) % 100,
    };
  });
}
