import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const mug: Shape = (s, [body = p.cream, inside = dark(body, 0.35)]) => {
  s.shadow(98, 62);
  s.line("M130 88c34-6 36 48-2 46", dark(body, 0.12), 10);
  s.body("M56 70h78v66q0 22-22 22h-34q-22 0-22-22z", body);
  s.oval(95, 70, 39, 9, light(body, 0.3));
  s.oval(95, 71, 35, 7, inside);
  s.shine("M64 86q3-2 5 0v44q0 10 4 18q-9-4-9-18z", 0.35);
};

export const cupAndSaucer: Shape = (s, [body = p.white, drink = p.coffee]) => {
  s.shadow(100, 74);
  s.oval(100, 152, 68, 11, body, "top");
  s.oval(100, 149, 44, 6, dark(body, 0.12));
  s.line("M142 94c26-6 28 32-8 34", dark(body, 0.12), 7);
  s.body("M54 86h90q0 58-32 62h-26q-32-4-32-62z", body);
  s.oval(99, 86, 45, 11, light(body, 0.35));
  s.oval(99, 87, 40, 8.5, drink);
  s.oval(96, 86, 18, 3.2, light(drink, 0.35));
  s.shine("M62 98q4 32 16 44q-14-8-16-44z", 0.4);
};

export const dutchOven: Shape = (s, [body = p.brick, knob = p.brass]) => {
  s.shadow(100, 80);
  s.path("M30 104q-8 0-8 8t8 8h14v-16zM170 104q8 0 8 8t-8 8h-14v-16z", dark(body, 0.2), "top");
  s.path("M38 98h124v42q0 18-18 18h-88q-18 0-18-18z", body);
  s.path("M36 98q4-30 64-30t64 30z", light(body, 0.06));
  s.rect(33, 94, 134, 9, 4.5, dark(body, 0.1));
  s.rect(94, 58, 12, 12, 3, dark(knob, 0.2));
  s.oval(100, 57, 13, 7, knob, "ball");
  s.shine("M50 90q10-14 36-17q-22 8-28 17z", 0.45);
  s.shine("M46 108h6v26q0 10 6 16q-12-3-12-16z", 0.28);
};

export const skillet: Shape = (s, [pan = p.charcoal, handle = pan]) => {
  s.shadow(92, 76, 152, 10);
  s.line("M136 128L182 96", dark(handle, 0.1), 13);
  s.line("M139 123L180 95", light(handle, 0.22), 3);
  s.oval(84, 134, 66, 26, dark(pan, 0.25));
  s.oval(84, 128, 66, 26, pan, "top");
  s.oval(84, 128, 57, 20.5, dark(pan, 0.3));
  s.oval(84, 131, 54, 17, light(pan, 0.06), "top");
  s.shine("M40 126q8-13 34-15q-22 6-30 17z", 0.25);
};

export const saucepan: Shape = (s, [body = p.silver, lid = body, knob = p.charcoal]) => {
  s.shadow(88, 62);
  s.path("M134 100l52-12q8-1 8 6t-7 8l-51 12z", dark(knob, 0.05), "top");
  s.path("M36 94h100v50q0 14-14 14h-72q-14 0-14-14z", body);
  s.path("M36 92q6-20 50-20t50 20z", lid);
  s.rect(32, 90, 108, 8, 4, light(lid, 0.25));
  s.rect(82, 64, 8, 10, 2, dark(knob, 0.1));
  s.oval(86, 62, 11, 6, knob, "ball");
  s.shine("M48 102h8v36q0 10 4 16q-12-2-12-16z", 0.5);
};

export const stockPot: Shape = (s, [body = p.silver, handle = p.graphite]) => {
  s.shadow(100, 66);
  s.line("M46 98h-16v18h16M154 98h16v18h-16", handle, 7);
  s.path("M44 82h112v64q0 12-12 12h-88q-12 0-12-12z", body);
  s.path("M44 80q8-16 56-16t56 16z", light(body, 0.1));
  s.rect(40, 77, 120, 8, 4, light(body, 0.3));
  s.line("M90 62q0-10 10-10t10 10", handle, 5);
  s.shine("M58 90h9v50q0 8 4 14q-13-2-13-14z", 0.5);
};

export const knife: Shape = (s, [handle = p.walnut, blade = p.silver]) => {
  s.shadow(104, 84, 150, 8);
  s.turned(-24, 100, 110, () => {
    s.path("M92 96h84q-4 30-48 32h-36z", blade, "top");
    s.path("M92 114h80q-12 13-44 14h-36z", light(blade, 0.5), "top");
    s.rect(86, 93, 9, 36, 2, dark(blade, 0.25), "top");
    s.path("M18 98q0-6 8-6h62v26h-38q-8 0-14 5t-12 1q-6-6-6-26z", handle, "top");
    for (const x of [38, 56, 74]) s.oval(x, 105, 2.6, 2.6, light(blade, 0.2));
  });
};

export const knifeBlock: Shape = (s, [wood = p.oak, handle = p.charcoal]) => {
  s.shadow(100, 56);
  s.turned(14, 100, 150, () => {
    for (const [x, top] of [
      [66, 34],
      [84, 28],
      [102, 36],
      [120, 44],
    ]) {
      s.rect(x, top, 12, 48, 5, handle);
      s.oval(x + 6, top + 14, 1.8, 1.8, p.silver);
      s.oval(x + 6, top + 30, 1.8, 1.8, p.silver);
    }
    s.path("M58 74h84l4 10v66h-90v-66z", wood);
    s.path("M58 74h84l4 10h-90z", light(wood, 0.3), "top");
  });
  s.path("M48 150h108q4 0 4 8h-116q0-8 4-8z", dark(wood, 0.2));
};

export const cuttingBoard: Shape = (s, [wood = p.oak, inlay = p.walnut]) => {
  s.shadow(100, 56);
  s.turned(6, 100, 150, () => {
    s.path(
      "M60 66q0-12 12-12h18v-18q0-12 11-12t11 12v18h18q12 0 12 12v80q0 12-12 12h-58q-12 0-12-12z",
      dark(wood, 0.25),
    );
    s.body("M56 66q0-12 12-12h18v-18q0-12 11-12t11 12v18h18q12 0 12 12v80q0 12-12 12h-58q-12 0-12-12z", wood);
    s.oval(97, 37, 5, 5, dark(wood, 0.5));
    s.line("M74 58v96M120 58v96", inlay, 6);
    s.shine("M61 68q0-8 8-8v86q-8 0-8-8z", 0.22);
  });
};

export const bowl: Shape = (s, [body = p.sage, inside = light(body, 0.35)]) => {
  s.shadow(100, 60);
  s.rect(78, 150, 44, 9, 4, dark(body, 0.25));
  s.body("M34 90h132q-2 56-46 64h-40q-44-8-46-64z", body);
  s.oval(100, 90, 66, 17, light(body, 0.25));
  s.oval(100, 92, 60, 14, inside, "top");
  s.shade("M42 96q10-16 58-16t58 16q-4 4-8 6q-10-12-50-12t-50 12q-6-3-8-6z", 0.16);
  s.shine("M44 108q6 26 24 38q-22-8-24-38z", 0.35);
};

export const nestingBowls: Shape = (s, [outer = p.teal, middle = p.mint, inner = p.cream]) => {
  s.shadow(100, 68);
  s.path("M62 70h76q0 30-20 40h-36q-20-10-20-40z", inner);
  s.oval(100, 70, 38, 8, light(inner, 0.3));
  s.path("M46 92h108q0 36-30 46h-48q-30-10-30-46z", middle);
  s.oval(100, 92, 54, 9, light(middle, 0.25));
  s.oval(100, 92, 40, 5, dark(middle, 0.2));
  s.body("M28 116h144q-2 34-46 42h-52q-44-8-46-42z", outer);
  s.oval(100, 116, 72, 11, light(outer, 0.25));
  s.oval(100, 116, 56, 7, dark(outer, 0.25));
  s.shine("M40 128q6 16 24 24q-22-4-24-24z", 0.35);
};

export const plates: Shape = (s, [body = p.white, rim = dark(body, 0.15)]) => {
  s.shadow(100, 82, 156, 9);
  for (const y of [150, 141, 132]) {
    s.oval(100, y + 3, 74, 16, dark(body, 0.22));
    s.oval(100, y, 74, 16, body, "top");
  }
  s.turned(-4, 100, 90, () => {
    s.body("M100 28a48 48 0 1 0 .1 0z", light(body, 0.05), "ball");
    s.line("M100 32a44 44 0 1 0 .1 0z", rim, 3);
    s.path("M100 46a30 30 0 1 0 .1 0z", dark(body, 0.06), "top");
    s.path("M100 49a27 27 0 1 0 .1 0z", body, "ball");
  });
};

export const tumblers: Shape = (s, [drink = p.ice, second = drink]) => {
  s.shadow(78, 42);
  s.shadow(132, 40);
  const glass = (colour: string) => {
    s.path("M45 92h60l-5 62q-1 4-5 4h-40q-4 0-5-4z", colour);
    s.glass("M42 62h66l-8 92q-1 4-5 4h-40q-4 0-5-4z");
    s.oval(75, 92, 30, 5, light(colour, 0.35));
    s.shine("M52 70h7l4 80h-6z", 0.5);
  };
  s.within("translate(64 14) scale(.9)", () => glass(second));
  glass(drink);
};

export const wineGlasses: Shape = (s, [drink = p.berry]) => {
  for (const x of [-28, 26]) {
    s.shadow(100 + x, 32);
    s.within(`translate(${x})`, () => {
      s.glass("M97 112h6v38h-6z");
      s.glass("M74 156q0-6 26-6t26 6z");
      s.path("M71 84h58q-4 29-29 29t-29-29z", drink);
      s.oval(100, 84, 29, 5, light(drink, 0.3));
      s.glass("M76 42h48q8 24 6 42q-5 30-30 30t-30-30q-2-18 6-42z", "#dfeef2", 0.35);
      s.shine("M80 50h6q-6 24-4 42q-8-18-2-42z", 0.55);
    });
  }
};

export const pitcher: Shape = (s, [body = p.sky, accent = dark(body, 0.2)]) => {
  s.shadow(96, 54);
  s.line("M130 72c40-10 42 58-2 54", accent, 10);
  s.body("M60 50l-12-8q20-4 30 0h54q0 24 6 44q12 56-14 72h-56q-26-16-14-72q4-20 6-36z", body);
  s.oval(96, 46, 36, 6, dark(body, 0.3));
  s.shine("M66 66q3 0 5 4q-6 44 2 78q-20-24-7-82z", 0.35);
};

export const utensils: Shape = (s, [crock = p.cream, wood = p.oak, metal = p.silver]) => {
  s.shadow(100, 46);
  s.line("M84 100L68 52", wood, 6);
  s.turned(-18, 66, 44, () => s.oval(66, 42, 12, 17, wood, "ball"));
  s.line("M100 100V48", dark(wood, 0.15), 6);
  s.rect(88, 20, 24, 40, 7, dark(wood, 0.1));
  s.line("M116 100l14-50", metal, 4);
  s.line("M126 60q-8-34 12-38q18 8 2 42M131 58q-2-24 6-34q4 14-2 34", metal, 3);
  s.body("M62 92h76v56q0 10-10 10h-56q-10 0-10-10z", crock);
  s.oval(100, 92, 38, 7, dark(crock, 0.3));
  s.shade("M62 94a38 7 0 0 0 76 0v8a38 7 0 0 1-76 0z", 0.08);
  s.shine("M70 106h6v36q0 6 2 10q-8-1-8-10z", 0.4);
};

export const apron: Shape = (s, [cloth = p.denim, strap = p.kraft]) => {
  s.shadow(100, 50, 168, 5);
  s.line("M80 66q-6-36 20-38q26 2 20 38", strap, 5);
  s.line("M58 108q-16 6-22 26M142 108q16 6 22 26", strap, 4);
  s.body("M78 62h44q4 28 22 42v56q-44 8-88 0v-56q18-14 22-42z", cloth);
  s.path("M76 114h48v26q0 6-6 6h-36q-6 0-6-6z", dark(cloth, 0.14), "top");
  s.line("M76 114h48M100 114v32", light(cloth, 0.3), 1.5);
  s.shade("M118 62h4q4 28 22 42v56l-18 2q-2-60-8-100z", 0.1);
};

export const foldedCloth: Shape = (s, [top = p.sage, middle = p.cream, bottom = p.oat]) => {
  s.shadow(100, 78);
  s.path("M36 134q-6 12 0 24h124q8-12 0-24z", bottom, "top");
  s.path("M40 112q-8 12 0 24h122q6-12 0-24z", middle, "top");
  s.body("M38 88q-8 12 0 26h124q8-12 0-26z", top, "top");
  s.path("M38 88q16-12 38-12h62q18 0 24 12z", light(top, 0.22), "top");
  s.line("M40 101h120M42 124h118M40 146h119", "#1d1a3322", 1.5);
  s.shine("M40 92h118q2 2 3 4h-123z", 0.25);
};

export const jar: Shape = (s, [contents = p.straw, lid = p.brass, label = p.white]) => {
  s.shadow(100, 46);
  s.path("M64 88q0-6 6-6h60q6 0 6 6v60q0 8-8 8h-56q-8 0-8-8z", contents);
  s.glass("M60 74q0-10 12-12h56q12 2 12 12v74q0 10-10 10h-60q-10 0-10-10z", "#eef6f6", 0.16);
  s.rect(66, 46, 68, 18, 4, lid);
  s.shade("M66 58h68v2q0 4-4 4h-60q-4 0-4-4z", 0.14);
  s.body("M72 96h56v40h-56z", label, "top");
  s.line("M84 108h32M90 118h20", dark(label, 0.45), 2.5);
  s.shine("M65 78q3-6 6-6v76q-6 0-6-6z", 0.5);
};

export const bottle: Shape = (s, [body = p.moss, label = p.cream, cap = p.charcoal]) => {
  s.shadow(100, 36);
  s.path("M88 30h24v36q0 10 8 18q8 8 8 20v46q0 8-8 8h-40q-8 0-8-8v-46q0-12 8-20q8-8 8-18z", body);
  s.rect(86, 24, 28, 16, 3, cap);
  s.body("M72 106h56v36h-56z", label);
  s.line("M86 118h28M92 128h16", dark(label, 0.45), 2.5);
  s.shine("M92 44h4v24q0 10-8 18q-8 8-8 20v42q-4 0-4-6v-38q0-12 8-20q8-8 8-18z", 0.4);
};

export const whetstone: Shape = (s, [stone = p.sky, base = p.beech]) => {
  s.shadow(100, 84, 152, 8);
  s.path("M28 128l18-20h124l-12 20z", light(base, 0.15), "top");
  s.path("M28 128h130v20q0 4-4 4h-122q-4 0-4-4z", base);
  s.path("M158 128l12-20v22l-12 20z", dark(base, 0.25), "flat");
  s.path("M42 102l14-14h100l-9 14z", light(stone, 0.3), "top");
  s.path("M42 102h105v12h-105z", stone);
  s.path("M42 114h105v10h-105z", p.cream);
  s.path("M147 102l9-14v20l-9 16z", dark(stone, 0.3), "flat");
};

export const breadKnife: Shape = (s, [handle = p.beech, blade = p.silver]) => {
  s.shadow(104, 84, 150, 8);
  s.turned(-24, 100, 110, () => {
    s.path(
      "M84 96h104q8 4 4 24l-5-3-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4-5 4-5-4z",
      blade,
      "top",
    );
    s.shine("M90 99h96v5h-96z", 0.5);
    s.path("M10 98q0-6 8-6h68v26h-44q-8 0-14 5t-12 1q-6-6-6-26z", handle, "top");
    for (const x of [32, 50, 68]) s.oval(x, 105, 2.6, 2.6, light(blade, 0.2));
  });
};
