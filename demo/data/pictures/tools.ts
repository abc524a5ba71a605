import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const drill: Shape = (s, [body = p.teal, grip = p.charcoal]) => {
  s.shadow(88, 62);
  s.path("M58 92h38l8 46h-40z", grip);
  s.path("M48 136h66q6 0 6 6v10q0 6-6 6h-66q-6 0-6-6v-10q0-6 6-6z", dark(body, 0.12));
  s.body("M34 54q0-10 10-10h86q8 0 10 8l4 16q2 8-4 14l-10 12q-2 2-8 2h-74q-14 0-14-16z", body);
  s.rect(140, 58, 22, 24, 4, grip);
  s.rect(160, 67, 28, 6, 2, p.silver, "top");
  s.path("M96 96h12q0 16-8 20z", p.mustard);
  s.line("M48 60h10M48 68h10M48 76h10", dark(body, 0.3), 3);
  s.shine("M66 50h60q4 0 6 5h-66z", 0.35);
  s.rect(70, 142, 24, 8, 3, light(body, 0.4), "top");
};

export const hammer: Shape = (s, [handle = p.oak, head = p.graphite]) => {
  s.shadow(96, 62, 156, 8);
  s.turned(34, 100, 100, () => {
    s.rect(92, 54, 16, 124, 8, handle);
    s.rect(90, 128, 20, 50, 9, dark(handle, 0.25));
    s.path("M62 28h16q6 0 8 4h28q34-6 44 24q-22-8-44-4h-28q-2 4-8 4h-16q-4 0-4-4v-20q0-4 4-4z", head, "top");
    s.rect(91, 26, 18, 34, 4, dark(head, 0.2));
    s.shine("M62 31h16q5 0 6 4h-24q0-4 2-4z", 0.35);
  });
};

export const screwdrivers: Shape = (s, [grip = p.red, second = p.mustard, steel = p.silver]) => {
  s.shadow(100, 66, 162, 7);
  for (const [x, colour, turn] of [
    [60, grip, -10],
    [100, second, 0],
    [140, grip, 10],
  ] as const) {
    s.turned(turn, x, 160, () => {
      s.rect(x - 4, 86, 8, 72, 2, steel);
      s.path(`M${x - 12} 40q0-14 12-14t12 14v36q0 12-7 14h-10q-7-2-7-14z`, colour);
      s.line(`M${x - 5} 42v34M${x + 5} 42v34`, dark(colour, 0.25), 2);
    });
  }
};

export const tapeMeasure: Shape = (s, [body = p.mustard, trim = p.charcoal]) => {
  s.shadow(94, 76);
  s.path("M120 144h66v10h-66z", p.lemon, "top");
  s.line("M134 144v5M144 144v7M154 144v5M164 144v7M174 144v5", p.charcoal, 1.5);
  s.rect(183, 142, 4, 16, 1, p.silver);
  s.path("M34 92q0-50 50-50h18q34 0 34 34v70q0 12-12 12h-78q-12 0-12-12z", body, "top");
  s.path("M34 134h102v12q0 12-12 12h-78q-12 0-12-12z", trim, "top");
  s.oval(84, 94, 30, 30, trim, "ball");
  s.oval(84, 94, 19, 19, light(body, 0.2), "ball");
  s.shine("M46 86q4-32 36-36q-22 10-28 36z", 0.45);
};

export const spiritLevel: Shape = (s, [body = p.red]) => {
  s.shadow(100, 86, 148, 8);
  s.turned(-12, 100, 112, () => {
    s.rect(10, 92, 180, 40, 5, body, "top");
    s.rect(10, 92, 12, 40, 4, p.charcoal, "top");
    s.rect(178, 92, 12, 40, 4, p.charcoal, "top");
    s.rect(74, 98, 52, 18, 8, p.lime, "top");
    s.oval(101, 106, 9, 6, light(p.lime, 0.65), "ball");
    s.line("M88 98v18M114 98v18", p.charcoal, 2);
    s.oval(48, 112, 13, 13, p.charcoal);
    s.oval(48, 112, 9, 9, p.lime, "ball");
    s.oval(152, 112, 13, 13, p.charcoal);
    s.oval(152, 112, 9, 9, p.lime, "ball");
    s.shine("M26 94h148v4h-148z", 0.4);
  });
};

export const handSaw: Shape = (s, [handle = p.oak, steel = p.silver]) => {
  s.shadow(100, 84, 154, 7);
  s.turned(-22, 100, 100, () => {
    s.path("M62 74h130v16l-130 44z", steel, "top");
    s.line(
      "M66 133l6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8 4 5 6-8",
      dark(steel, 0.35),
      2,
    );
    s.line("M42 84q-26 4-22 32q4 16 26 12q14-4 14-20v-16q-2-10-18-8z", handle, 14);
    s.rect(56, 78, 18, 50, 4, handle, "top");
    s.oval(66, 90, 3, 3, p.brass);
    s.oval(66, 116, 3, 3, p.brass);
  });
};

export const clamp: Shape = (s, [grip = p.orange, bar = p.graphite]) => {
  s.shadow(100, 80, 152, 7);
  s.turned(-18, 100, 104, () => {
    s.rect(18, 76, 164, 12, 3, bar, "top");
    s.path("M22 66h22v60q0 6-6 6h-10q-6 0-6-6z", grip);
    s.path("M104 68h30v58q0 6-6 6h-18q-6 0-6-6z", grip);
    s.rect(40, 112, 12, 22, 4, p.charcoal);
    s.rect(96, 112, 12, 22, 4, p.charcoal);
    s.path("M130 100h22q10 0 10 10v30q0 6-6 6t-6-6v-22h-20z", dark(grip, 0.15));
    s.shine("M26 70h4v54h-4z", 0.35);
  });
};

export const toolbox: Shape = (s, [body = p.red, trim = p.charcoal]) => {
  s.shadow(100, 80);
  s.line("M70 74v-18q0-6 6-6h48q6 0 6 6v18", trim, 8);
  s.path("M28 90q0-18 18-18h108q18 0 18 18v12h-144z", light(body, 0.08), "top");
  s.body("M28 100h144v48q0 10-10 10h-124q-10 0-10-10z", body);
  s.rect(24, 98, 152, 8, 4, dark(body, 0.3));
  for (const x of [52, 132]) {
    s.rect(x, 90, 16, 28, 3, p.silver);
    s.rect(x + 4, 104, 8, 10, 2, trim);
  }
  s.shine("M36 84q3-7 12-7h40v6h-40q-6 0-8 5z", 0.4);
};

export const paintbrush: Shape = (s, [handle = p.beech, bristle = p.sand, paint = p.teal]) => {
  s.shadow(100, 58, 160, 7);
  s.turned(-30, 100, 100, () => {
    s.path("M92 20q0-8 8-8t8 8v26q0 12 14 18v14h-44v-14q14-6 14-18z", handle);
    s.oval(100, 22, 3, 3, dark(handle, 0.5));
    s.rect(74, 76, 52, 24, 2, p.silver);
    s.line("M74 84h52M74 92h52", dark(p.silver, 0.2), 1.5);
    s.path("M75 100h50q2 30-2 46h-46q-4-16-2-46z", bristle);
    s.path("M74 124q26 8 52 0q1 24-6 44q-20 8-40 0q-7-20-6-44z", paint);
  });
};

export const paintCan: Shape = (s, [paint = p.sage, label = p.white]) => {
  s.shadow(100, 58);
  s.line("M50 72q-10-48 50-48t50 48", p.graphite, 3);
  s.path("M50 70h100v78q0 10-50 10t-50-10z", p.silver);
  s.body("M50 84q50 10 100 0v56q-50 10-100 0z", label);
  s.oval(100, 70, 50, 11, light(p.silver, 0.4));
  s.oval(100, 71, 43, 8, paint, "top");
  s.path("M64 75q36 8 72 0q2 16-4 26q-5 4-7-4q-2-10-7-4q-3 22-9 22t-9-18q-5-8-9 0q-6 8-12-2q-8 4-15-20z", paint, "top");
  s.line("M84 128h32M90 137h20", dark(label, 0.4), 2.5);
  s.shine("M58 80h6v68q-6-1-6-4z", 0.45);
};

export const roller: Shape = (s, [sleeve = p.cream, grip = p.orange]) => {
  s.shadow(100, 60, 166, 7);
  s.line("M158 64h16v34h-70v22", p.grey, 5);
  s.path("M96 116h16l3 44q0 6-6 6h-10q-6 0-6-6z", grip);
  s.body("M32 42q0-8 8-8h112q8 0 8 8v44q0 8-8 8h-112q-8 0-8-8z", sleeve, "top");
  s.path("M32 70h128v16q0 8-8 8h-112q-8 0-8-8z", dark(sleeve, 0.12), "top");
  s.oval(36, 64, 7, 30, dark(sleeve, 0.1));
  s.oval(36, 64, 3, 9, p.grey);
};

export const pliers: Shape = (s, [grip = p.blue, steel = p.graphite]) => {
  s.shadow(100, 58, 158, 7);
  s.turned(28, 100, 100, () => {
    s.path("M98 82q-18-16-12-44q4-16 12-20zM102 82q18-16 12-44q-4-16-12-20z", steel);
    s.line("M94 38h5M94 46h5M101 38h5M101 46h5", light(steel, 0.4), 1.5);
    s.line("M94 92q-24 30-16 82", grip, 14);
    s.line("M106 92q24 30 16 82", dark(grip, 0.12), 14);
    s.line("M90 104q-14 28-9 62", light(grip, 0.4), 3);
    s.oval(100, 82, 15, 15, steel, "ball");
    s.oval(100, 82, 5, 5, p.silver, "ball");
  });
};

export const sandingBlock: Shape = (s, [cork = p.kraft, grit = p.rust]) => {
  s.shadow(100, 82, 156, 8);
  s.path("M30 146l26-26h122l-22 26z", dark(grit, 0.1), "top");
  s.line("M44 142h108M58 128h112", light(grit, 0.2), 1.5);
  s.path("M48 96l18-16h86l-16 16z", light(cork, 0.25), "top");
  s.body("M48 96h88v34h-88z", cork);
  s.path("M136 96l16-16v34l-16 16z", dark(cork, 0.28), "flat");
  s.path("M46 122h92v10h-92z", grit);
};

export const glueBottle: Shape = (s, [body = p.white, cap = p.orange, label = p.denim]) => {
  s.shadow(100, 42);
  s.path("M94 22h12l4 28h-20z", cap);
  s.rect(82, 48, 36, 14, 3, dark(cap, 0.15));
  s.path("M62 88q0-26 38-26t38 26v62q0 8-8 8h-60q-8 0-8-8z", body);
  s.body("M62 92h76v46h-76z", label);
  s.line("M78 108h44M86 120h28", light(label, 0.7), 4);
  s.shine("M70 82q3-8 8-10v80q-8 0-8-5z", 0.4);
};

export const stepLadder: Shape = (s, [frame = p.beech, tread = p.charcoal]) => {
  s.shadow(104, 64, 168, 8);
  s.line("M112 40l46 124", dark(frame, 0.28), 7);
  s.line("M92 40l38 124", dark(frame, 0.3), 6);
  s.line("M70 40L40 164M112 40l-10 124", frame, 8);
  for (const [y, x, width] of [
    [72, 58, 54],
    [104, 50, 58],
    [136, 42, 62],
  ]) {
    s.rect(x, y, width, 9, 3, tread, "top");
  }
  s.rect(60, 32, 62, 12, 4, tread, "top");
};
