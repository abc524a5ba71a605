/** The words the simulated shop's goods are made of. Invented; nothing here knows how the goods will be recommended. */

export interface KindOfGoods {
  readonly name: string;
  /** Typical price, euros. */
  readonly price: number;
  /** Days until it is used up; absent: it lasts. */
  readonly lastsDays?: number;
}

export interface DepartmentOfGoods {
  readonly name: string;
  readonly kinds: readonly KindOfGoods[];
  /** Names of kinds that are used together. */
  readonly together: readonly (readonly [string, string])[];
  readonly styles: readonly string[];
  readonly uses: readonly string[];
}

function department(
  name: string,
  kinds: string,
  together: string,
  styles: string,
  uses: readonly string[],
): DepartmentOfGoods {
  return {
    name,
    kinds: kinds.split(", ").map((text) => {
      const [kind, price, days] = text.split(/[:@]/);
      return { name: kind, price: Number(price), ...(days && { lastsDays: Number(days) }) };
    }),
    together: together.split(", ").map((pair) => pair.split("+") as [string, string]),
    styles: styles.split(" "),
    uses,
  };
}

/** `name:price@days until used up`. */
export const GOODS: readonly DepartmentOfGoods[] = [
  department(
    "Kitchen",
    "saucepan:38, frying pan:42, chef's knife:55, cutting board:24, mixing bowl:16, dinner plate:9, tumbler:6, measuring jug:12",
    "frying pan+saucepan, chef's knife+cutting board, dinner plate+tumbler, mixing bowl+measuring jug",
    "enamelled copper wooden ceramic rustic minimal speckled professional",
    ["weeknight suppers", "a table of eight", "small kitchens", "slow weekends", "people who cook every day"],
  ),
  department(
    "Coffee and tea",
    "coffee beans:13@21, ground coffee:9@18, loose leaf tea:11@30, tea bags:5@24, kettle:49, teapot:34, coffee grinder:79, espresso cup:8",
    "coffee beans+coffee grinder, loose leaf tea+teapot, kettle+teapot, coffee beans+espresso cup",
    "organic dark floral smoky ceramic minimal decaffeinated alpine",
    ["the first hour of the day", "long afternoons", "guests", "the office", "quiet evenings"],
  ),
  department(
    "Pantry",
    "olive oil:14@45, pasta:3@20, flour:4@28, honey:9@60, dark chocolate:4@14, granola:6@16, chilli sauce:5@50, sea salt:5@90",
    "olive oil+sea salt, pasta+olive oil, flour+sea salt, honey+granola",
    "organic wholegrain smoky coastal alpine spicy unsweetened traditional",
    ["baking on Sundays", "packed lunches", "sharing", "simple cooking", "hungry children"],
  ),
  department(
    "Bedroom",
    "duvet cover:69, pillow:35, fitted sheet:32, wool blanket:89, bedside lamp:54, mattress topper:129, sleep mask:14, laundry basket:39",
    "duvet cover+fitted sheet, pillow+duvet cover, wool blanket+pillow, bedside lamp+sleep mask",
    "linen cotton striped pastel minimal quilted floral heavyweight",
    ["hot nights", "guest rooms", "late readers", "winter", "light sleepers"],
  ),
  department(
    "Bathroom",
    "bath towel:22, hand soap:7@40, shampoo bar:9@45, bath salts:11@35, shower curtain:29, bath mat:26, toothbrush:4@80, body lotion:13@50",
    "bath towel+bath mat, hand soap+body lotion, shampoo bar+hand soap, bath salts+bath towel",
    "organic unscented floral coastal striped cotton gentle citrus",
    ["sensitive skin", "long baths", "quick mornings", "family bathrooms", "the gym bag"],
  ),
  department(
    "Garden",
    "secateurs:32, trowel:12, watering can:28, plant pot:15, tomato seeds:3@300, compost:8@60, gardening gloves:14, bird feeder:24",
    "trowel+gardening gloves, plant pot+compost, tomato seeds+compost, secateurs+gardening gloves",
    "galvanised terracotta organic heavyweight rustic compact weatherproof heirloom",
    ["balconies", "allotments", "first-time gardeners", "shady corners", "the vegetable bed"],
  ),
  department(
    "Workshop",
    "cordless drill:119, claw hammer:21, screwdriver set:29, tape measure:11, wood screws:7@70, sandpaper:6@55, tool box:45, spirit level:24",
    "cordless drill+wood screws, screwdriver set+tool box, claw hammer+tape measure, sandpaper+wood screws",
    "compact professional heavyweight magnetic galvanised insulated folding precision",
    ["flat-pack evenings", "old houses", "daily work on site", "small repairs", "building shelves"],
  ),
  department(
    "Children",
    "baby bodysuit:9, muslin cloth:7, wooden blocks:27, picture book:12, nappies:19@14, sippy cup:8, night light:23, cuddly toy:18",
    "baby bodysuit+muslin cloth, nappies+muslin cloth, wooden blocks+picture book, night light+cuddly toy",
    "organic cotton wooden pastel washable gentle musical woodland",
    ["the first months", "crawling explorers", "bedtime", "small hands", "nursery days"],
  ),
  department(
    "Games",
    "board game:39, jigsaw puzzle:22, card game:14, dice set:9, chess set:58, party game:26, model kit:34, travel game:17",
    "board game+dice set, card game+party game, jigsaw puzzle+board game, chess set+travel game",
    "cooperative strategic wooden compact musical historical woodland fiendish",
    ["rainy weekends", "two players", "big groups", "long train rides", "patient minds"],
  ),
  department(
    "Sport",
    "running shoes:98, water bottle:19, yoga mat:36, resistance band:13, energy bar:2@12, running socks:11, head torch:38, rucksack:74",
    "running shoes+running socks, yoga mat+resistance band, energy bar+water bottle, head torch+rucksack",
    "lightweight weatherproof insulated reflective minimal vegan folding alpine",
    ["early runs", "the long way home", "beginners", "wet weather", "days in the hills"],
  ),
  department(
    "Desk",
    "notebook:12@75, fountain pen:44, ink bottle:11@120, desk lamp:64, pen tray:18, sketch pad:15@70, desk organiser:29, pencil set:13@150",
    "fountain pen+ink bottle, notebook+fountain pen, sketch pad+pencil set, desk lamp+desk organiser",
    "dotted leather minimal wooden pastel folding precision recycled",
    ["lists and plans", "drawing outdoors", "small desks", "students", "letters by hand"],
  ),
  department(
    "Pets",
    "dog food:28@24, cat food:22@21, dog lead:21, cat litter:13@18, chew toy:9@60, pet bed:47, grooming brush:16, training treats:6@20",
    "dog food+training treats, cat food+cat litter, dog lead+chew toy, pet bed+grooming brush",
    "organic grain-free washable reflective heavyweight gentle wooden squeaky",
    ["puppies", "older animals", "anxious animals", "muddy walks", "indoor cats"],
  ),
];

export const BRANDS: readonly string[] = (
  "Norrow Tallgrass Benmore Ostrava Pellow Kestrelby Lumen&Oak Fairwater Hollin Marlowe Quayside Brindle " +
  "Copperleaf Dunmore Elmsted Fennick Greyfriar Haverly Inkwell Juniperhill Kilncroft Larkrise Mossgate Nettlecombe " +
  "Orchardson Pinehurst Rookery Saltmarsh Thistledown Underhill Vantage Westering Yarrowby Zephyrine Ashdown Birchcote"
).split(" ");

export const SIZES: readonly { readonly text: string; readonly priceFactor: number }[] = [
  { text: "", priceFactor: 1 },
  { text: "small", priceFactor: 0.75 },
  { text: "large", priceFactor: 1.35 },
  { text: "set of two", priceFactor: 1.8 },
];
