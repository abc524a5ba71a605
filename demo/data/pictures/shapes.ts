import * as baby from "./baby";
import * as baking from "./baking";
import * as care from "./care";
import * as coffee from "./coffee";
import * as desk from "./desk";
import * as garden from "./garden";
import * as home from "./home";
import * as kitchen from "./kitchen";
import * as lighting from "./lighting";
import * as pantry from "./pantry";
import * as party from "./party";
import * as pets from "./pets";
import * as sports from "./sports";
import * as tools from "./tools";
import * as toys from "./toys";

/** Every drawn thing by name. */
export const shapes = {
  ...kitchen,
  ...baking,
  ...coffee,
  ...pantry,
  ...home,
  ...lighting,
  ...garden,
  ...tools,
  ...baby,
  ...toys,
  ...sports,
  ...desk,
  ...care,
  ...pets,
  ...party,
};

export type ShapeName = keyof typeof shapes;
