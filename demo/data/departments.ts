/** A department of the shop, in the order of its menu. */
export interface Department {
  readonly slug: string;
  /** Two letters in the ids of its products. */
  readonly code: string;
  /** Also the first level of its products' category path. */
  readonly name: string;
  readonly nameZh: string;
  readonly blurb: string;
  readonly blurbZh: string;
  /** Tint of its pictures' backdrop, degrees of the colour circle. */
  readonly hue: number;
}

export const departments = [
  {
    slug: "kitchen",
    code: "kt",
    name: "Kitchen & Table",
    nameZh: "厨房与餐桌",
    blurb: "Pans that last, knives that hold an edge, plates for every day.",
    blurbZh: "耐用的锅、锋利的刀,还有天天用得上的餐具。",
    hue: 28,
  },
  {
    slug: "baking",
    code: "bk",
    name: "Baking",
    nameZh: "烘焙",
    blurb: "Baskets, tins and tools for bread, cakes and patient Sundays.",
    blurbZh: "面包、蛋糕与悠闲周日所需的篮、模与工具。",
    hue: 44,
  },
  {
    slug: "coffee-tea",
    code: "ct",
    name: "Coffee & Tea",
    nameZh: "咖啡与茶",
    blurb: "Beans, leaves and everything between the kettle and the cup.",
    blurbZh: "咖啡豆、茶叶,以及从水壶到杯子的一切。",
    hue: 18,
  },
  {
    slug: "pantry",
    code: "pn",
    name: "Pantry",
    nameZh: "食品柜",
    blurb: "Flour, oil, honey and spice from people who make little else.",
    blurbZh: "面粉、油、蜂蜜与香料,出自专心做一件事的人。",
    hue: 52,
  },
  {
    slug: "home-bedding",
    code: "hb",
    name: "Home & Bedding",
    nameZh: "家居与床品",
    blurb: "Linen, wool and quiet furniture.",
    blurbZh: "亚麻、羊毛与安静的家具。",
    hue: 210,
  },
  {
    slug: "lighting",
    code: "lt",
    name: "Lighting",
    nameZh: "灯具",
    blurb: "Lamps to read, work and sit up late by.",
    blurbZh: "陪你阅读、工作与夜坐的灯。",
    hue: 230,
  },
  {
    slug: "garden",
    code: "gd",
    name: "Garden",
    nameZh: "园艺",
    blurb: "Seeds, soil and good steel for beds and balconies.",
    blurbZh: "种子、土壤与好用的工具,花园阳台皆宜。",
    hue: 110,
  },
  {
    slug: "tools",
    code: "tl",
    name: "Tools & DIY",
    nameZh: "工具与手作",
    blurb: "Drive, measure, clamp, finish.",
    blurbZh: "拧紧、测量、夹持、打磨。",
    hue: 205,
  },
  {
    slug: "baby-kids",
    code: "bb",
    name: "Baby & Kids",
    nameZh: "母婴与儿童",
    blurb: "From the first night at home to the first day at school.",
    blurbZh: "从回家的第一晚,到上学的第一天。",
    hue: 190,
  },
  {
    slug: "toys-games",
    code: "ty",
    name: "Toys & Games",
    nameZh: "玩具与桌游",
    blurb: "Wooden toys, big puzzles and games worth staying up for.",
    blurbZh: "木制玩具、大拼图,值得熬夜的桌游。",
    hue: 262,
  },
  {
    slug: "sports-outdoors",
    code: "sp",
    name: "Sports & Outdoors",
    nameZh: "运动与户外",
    blurb: "For the morning run, the mat and the long weekend.",
    blurbZh: "晨跑、瑜伽垫与长周末。",
    hue: 165,
  },
  {
    slug: "stationery",
    code: "st",
    name: "Stationery & Office",
    nameZh: "文具与办公",
    blurb: "Paper that takes ink and desks that stay clear.",
    blurbZh: "好纸配好墨,桌面常清爽。",
    hue: 222,
  },
  {
    slug: "beauty-bath",
    code: "bt",
    name: "Beauty & Bath",
    nameZh: "美容与沐浴",
    blurb: "Soap, oils and thick towels, mostly unscented or honestly scented.",
    blurbZh: "香皂、护肤油与厚毛巾,香味诚实或干脆无香。",
    hue: 340,
  },
  {
    slug: "pets",
    code: "pt",
    name: "Pets",
    nameZh: "宠物",
    blurb: "Walks, naps and dinner, for dogs, cats and the rest.",
    blurbZh: "散步、打盹与晚饭,为猫狗和其他伙伴。",
    hue: 150,
  },
  {
    slug: "gifts-party",
    code: "gf",
    name: "Gifts & Party",
    nameZh: "礼品与派对",
    blurb: "Candles, cards and the ribbon you can never find.",
    blurbZh: "蜡烛、贺卡,还有总也找不到的丝带。",
    hue: 8,
  },
] as const satisfies readonly Department[];

export type DepartmentSlug = (typeof departments)[number]["slug"];
