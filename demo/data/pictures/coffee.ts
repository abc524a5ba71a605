import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const gooseneckKettle: Shape = (s, [body = p.charcoal, handle = p.walnut]) => {
  s.shadow(104, 64);
  s.line("M74 136q-22-2-24-34t-20-42", dark(body, 0.1), 8);
  s.line("M73 133q-18-4-21-33t-19-39", light(body, 0.3), 2);
  s.path("M76 92h66l10 58q1 8-8 8h-70q-9 0-8-8z", body);
  s.path("M80 92q4-12 29-12t29 12z", light(body, 0.1));
  s.oval(109, 77, 8, 6, handle, "ball");
  s.line("M140 102q34-8 34-34q-2-16-22-14h-26", handle, 9);
  s.shine("M86 100h7l-4 48q-2 4-6 4z", 0.35);
};

export const stoveKettle: Shape = (s, [body = p.red, handle = p.oak]) => {
  s.shadow(98, 68);
  s.path("M140 112l34-28q6 0 6 6l-30 44z", dark(body, 0.1));
  s.line("M56 84q-4-46 44-46t44 46", p.graphite, 5);
  s.line("M76 42q24-8 48 0", handle, 11);
  s.body("M36 132q0-54 62-54t62 54q0 26-16 26h-92q-16 0-16-26z", body, "ball");
  s.path("M76 82q4-10 22-10t22 10q-22 5-44 0z", dark(body, 0.15));
  s.oval(98, 69, 7, 6, handle, "ball");
  s.shine("M52 122q4-24 28-32q-18 12-20 34z", 0.45);
};

export const teapot: Shape = (s, [body = p.sage, accent = dark(body, 0.15)]) => {
  s.shadow(98, 66);
  s.line("M52 96q-34-4-30 22q4 20 32 20", accent, 9);
  s.path("M140 134q18-6 24-30q4-14 14-16q4 2 0 8q-8 10-12 28q-6 20-26 26z", accent);
  s.body("M44 122q0-44 54-44t54 44q0 36-30 36h-48q-30 0-30-36z", body, "ball");
  s.path("M70 84q6-14 28-14t28 14q-28 8-56 0z", accent, "top");
  s.oval(98, 66, 8, 7, accent, "ball");
  s.shine("M56 118q2-22 22-30q-14 12-14 34z", 0.4);
};

export const frenchPress: Shape = (s, [frame = p.charcoal, drink = p.coffee]) => {
  s.shadow(96, 48);
  s.line("M96 30v40", p.silver, 4);
  s.oval(96, 28, 10, 8, frame, "ball");
  s.line("M128 82q36-2 34 30t-34 28", frame, 9);
  s.path("M66 100h60v52h-60z", drink);
  s.glass("M64 66h64v88q0 4-4 4h-56q-4 0-4-4z", "#dfeef2", 0.2);
  s.oval(96, 100, 30, 4, light(drink, 0.3));
  s.path("M62 64q4-12 34-12t34 12v6h-68z", frame);
  s.line("M64 84h64M64 146h64M64 70v86M128 70v86", frame, 4);
  s.shine("M72 74h7v70h-7z", 0.45);
};

export const dripper: Shape = (s, [cone = p.white, drink = p.coffee, collar = p.oak]) => {
  s.shadow(100, 54);
  s.path("M62 132q2 24 8 24h60q6 0 8-24z", drink);
  s.glass("M84 104q-26 14-24 40q1 14 12 14h56q11 0 12-14q2-26-24-40z", "#dfeef2", 0.2);
  s.line("M136 118q24-2 22 16t-20 14", "#e8f2f4", 5);
  s.rect(78, 96, 44, 12, 4, collar);
  s.body("M52 44h96l-34 54h-28z", cone);
  s.oval(100, 44, 48, 9, light(cone, 0.3));
  s.oval(100, 45, 42, 6.5, p.chocolate);
  s.shine("M62 54h8l20 38h-6z", 0.4);
};

export const handGrinder: Shape = (s, [body = p.charcoal, knob = p.oak, band = p.silver]) => {
  s.shadow(96, 40);
  s.line("M96 44h50", band, 5);
  s.line("M146 44v-12", band, 4);
  s.oval(146, 28, 10, 9, knob, "ball");
  s.path("M72 60q0-14 24-14t24 14v34h-48z", body);
  s.rect(69, 92, 54, 10, 3, band);
  s.path("M72 102h48v46q0 10-10 10h-28q-10 0-10-10z", dark(body, 0.12));
  s.shine("M79 62q2-5 6-6v34h-6z", 0.35);
  s.shine("M79 106h6v42q-6-1-6-6z", 0.25);
};

export const mokaPot: Shape = (s, [metal = p.silver, handle = p.charcoal]) => {
  s.shadow(96, 48);
  s.line("M122 66h30q8 0 6 8l-8 40", handle, 10);
  s.path("M66 112h60l10 40q1 6-6 6h-68q-7 0-6-6z", metal);
  s.path("M62 58l-14-8q10-4 16 0h60l4 50h-64z", light(metal, 0.05));
  s.rect(64, 98, 64, 14, 4, dark(metal, 0.2));
  s.path("M64 52q6-12 30-14q24 2 30 14z", light(metal, 0.15));
  s.oval(94, 36, 6, 6, handle, "ball");
  s.line("M82 58l2 40M110 58l-2 40M80 114l-6 42M112 114l6 42", dark(metal, 0.25), 1.5);
  s.shine("M70 62h6l2 34h-6z", 0.55);
};

export const espressoMachine: Shape = (s, [body = p.cream, steel = p.silver, handle = p.walnut]) => {
  s.shadow(100, 70);
  s.rect(112, 44, 52, 112, 8, dark(body, 0.08));
  s.path("M36 38q0-10 10-10h108q10 0 10 10v40h-128z", body);
  s.path("M36 146h128v8q0 4-4 4h-120q-4 0-4-4z", steel, "top");
  s.rect(58, 78, 40, 12, 3, dark(steel, 0.2));
  s.line("M58 86H30", handle, 9);
  s.line("M72 92v6M84 92v6", dark(steel, 0.3), 4);
  s.path("M62 120h32l-3 22q-1 3-4 3h-18q-3 0-4-3z", p.white);
  s.oval(78, 120, 16, 3, p.coffee);
  s.oval(62, 54, 10, 10, p.white, "ball");
  s.line("M62 54l4-5", p.red, 2);
  for (const x of [92, 108, 124]) s.oval(x, 54, 4.5, 4.5, steel, "ball");
  s.shine("M42 34h60q-50 4-56 40h-4z", 0.35);
};

export const tinCanister: Shape = (s, [body = p.forest, label = p.cream, lid = body]) => {
  s.shadow(100, 46);
  s.path("M60 66h80v84q0 8-40 8t-40-8z", body);
  s.path("M58 48q0-6 42-6t42 6v22q-42 8-84 0z", lid);
  s.oval(100, 47, 41, 7, light(lid, 0.3), "top");
  s.body("M60 88q40 8 80 0v42q-40 8-80 0z", label);
  s.path("M100 96q16 8 12 24q-16 0-18-12q0-8 6-12z", dark(body, 0.05), "top");
  s.shine("M67 74h7v76q-5-1-7-2z", 0.35);
};

export const milkJug: Shape = (s, [steel = p.silver]) => {
  s.shadow(98, 52);
  s.line("M128 82q36-4 32 28t-30 28", dark(steel, 0.2), 8);
  s.path("M62 66l-16-12q16-4 26 2h54q0 30 8 54q8 40-12 48h-56q-18-8-12-48q6-24 8-44z", steel);
  s.oval(96, 60, 32, 6, p.white);
  s.shine("M70 76q2 0 4 4q-8 40 0 72q-14-18-4-76z", 0.6);
};

/** A vacuum bottle or drinks flask with a screw lid. */
export const flask: Shape = (s, [body = p.teal, lid = p.charcoal, band = dark(body, 0.2)]) => {
  s.shadow(100, 36);
  s.body("M72 66q0-10 10-10h36q10 0 10 10v82q0 10-10 10h-36q-10 0-10-10z", body);
  s.rect(80, 46, 40, 12, 3, band);
  s.rect(78, 28, 44, 22, 6, lid);
  s.line("M90 28q0-8 10-8t10 8", lid, 5);
  s.shine("M80 68q2-4 5-4v84q-5 0-5-6z", 0.4);
  s.shade("M72 140h56v8q0 10-10 10h-36q-10 0-10-10z", 0.1);
};

export const keepCup: Shape = (s, [cup = p.blush, lid = p.charcoal, band = p.kraft]) => {
  s.shadow(100, 42);
  s.path("M64 62h72l-9 88q-1 8-8 8h-38q-7 0-8-8z", cup);
  s.body("M67 84h66l-4 38h-58z", band);
  s.path("M60 52q0-6 6-6h68q6 0 6 6v10q0 4-4 4h-72q-4 0-4-4z", lid);
  s.path("M68 38q0-4 4-4h56q4 0 4 4v10h-64z", light(lid, 0.08));
  s.shine("M74 70h6l5 82h-5z", 0.35);
};

export const paperFilters: Shape = (s, [box = p.kraft, filter = p.white]) => {
  s.shadow(100, 66);
  s.path("M46 60q54-30 108 0l-36 70h-36z", dark(filter, 0.08), "top");
  s.path("M52 52q50-26 100 4l-38 66h-30z", filter, "top");
  s.line("M60 58q44-20 86 2M84 118l-22-60", dark(filter, 0.2), 1.5);
  s.body("M42 98h116v54q0 6-6 6h-104q-6 0-6-6z", box);
  s.path("M42 98h116l-6 8h-104z", dark(box, 0.3), "flat");
  s.line("M74 124h52M84 136h32", dark(box, 0.4), 3);
};
