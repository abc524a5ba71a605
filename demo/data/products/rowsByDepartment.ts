import type { DepartmentSlug } from "../departments";
import { babyKids } from "./babyKids";
import { baking } from "./baking";
import { beautyBath } from "./beautyBath";
import { coffeeTea } from "./coffeeTea";
import { garden } from "./garden";
import { giftsParty } from "./giftsParty";
import { homeBedding } from "./homeBedding";
import { kitchen } from "./kitchen";
import { lighting } from "./lighting";
import { pantry } from "./pantry";
import { pets } from "./pets";
import type { ProductRow } from "./productRow";
import { sportsOutdoors } from "./sportsOutdoors";
import { stationery } from "./stationery";
import { tools } from "./tools";
import { toysGames } from "./toysGames";

export const rowsByDepartment: Readonly<Record<DepartmentSlug, readonly ProductRow[]>> = {
  kitchen,
  baking,
  "coffee-tea": coffeeTea,
  pantry,
  "home-bedding": homeBedding,
  lighting,
  garden,
  tools,
  "baby-kids": babyKids,
  "toys-games": toysGames,
  "sports-outdoors": sportsOutdoors,
  stationery,
  "beauty-bath": beautyBath,
  pets,
  "gifts-party": giftsParty,
};
