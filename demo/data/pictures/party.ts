import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const giftBox: Shape = (s, [box = p.coral, ribbon_ = p.cream]) => {
  s.shadow(100, 66);
  s.body("M46 92h108v60q0 6-6 6h-96q-6 0-6-6z", box);
  s.body("M38 72h124v22h-124z", light(box, 0.08), "top");
  s.rect(88, 72, 24, 86, 0, ribbon_);
  s.shade("M46 94h108v6h-108z", 0.16);
  s.path("M100 72q-50-6-40-28q14-16 40 28z", ribbon_, "ball");
  s.path("M100 72q50-6 40-28q-14-16-40 28z", ribbon_, "ball");
  s.path("M94 70l-18 18-2-10-10-2zM106 70l18 18 2-10 10-2z", dark(ribbon_, 0.14), "flat");
  s.oval(100, 70, 10, 8, dark(ribbon_, 0.06), "ball");
};

export const candle: Shape = (s, [glass = p.sage, label = p.cream]) => {
  s.shadow(100, 50);
  s.within("translate(100 56)", () => {
    s.glow(50, "#ffe3a3", 0.1);
    s.glow(38, "#ffe3a3", 0.14);
    s.glow(26, "#ffe3a3", 0.2);
  });
  s.line("M100 80V66", p.charcoal, 3);
  s.path("M100 34q20 22 0 36q-20-14 0-36z", p.orange, "ball");
  s.path("M100 50q9 12 0 19q-9-7 0-19z", p.lemon, "flat");
  s.path("M58 82h84v68q0 8-8 8h-68q-8 0-8-8z", glass);
  s.oval(100, 82, 42, 9, light(glass, 0.4));
  s.oval(100, 83, 37, 7, p.cream, "top");
  s.body("M70 104h60v36h-60z", label, "top");
  s.line("M82 116h36M90 127h20", dark(label, 0.45), 2.5);
  s.shine("M64 92h6v62q-6 0-6-4z", 0.45);
};

export const taperCandles: Shape = (s, [first = p.rust, second = p.mustard, third = p.sage]) => {
  s.shadow(100, 66);
  for (const [x, top, colour] of [
    [62, 56, first],
    [100, 36, second],
    [138, 64, third],
  ] as const) {
    s.path(`M${x} ${top - 24}q8 12 0 19q-8-7 0-19z`, p.orange, "ball");
    s.line(`M${x} ${top}v-6`, p.charcoal, 2);
    s.path(`M${x - 6} ${top}q6-4 12 0l1 96h-14z`, colour);
    s.path(`M${x - 11} ${138}h22l4 18q0 2-2 2h-26q-2 0-2-2z`, p.brass);
  }
};

export const greetingCard: Shape = (s, [paper = p.white, bloom = p.coral, leaf = p.sage]) => {
  s.shadow(100, 64);
  s.path("M126 40l32 14v104h-32z", dark(paper, 0.2), "side");
  s.body("M46 38h82v120h-82z", paper, "top");
  s.line("M87 126q0-30-2-40M87 116q-14 0-20-12M87 110q14-2 20-12", leaf, 4);
  for (const [x, y, r] of [
    [86, 74, 15],
    [66, 92, 10],
    [108, 90, 10],
  ]) {
    s.oval(x, y, r, r, bloom, "ball");
    s.oval(x, y, r / 3, r / 3, p.mustard);
  }
  s.line("M68 138h38M76 146h22", dark(paper, 0.35), 2.5);
};

export const balloons: Shape = (s, [first = p.coral, second = p.sky, third = p.mustard]) => {
  s.shadow(100, 34, 182, 5);
  s.line("M68 94q24 40 30 84M100 78v100M134 96q-30 40-32 82", p.graphite, 1.5);
  for (const [x, y, colour] of [
    [66, 66, first],
    [136, 66, second],
    [100, 50, third],
  ] as const) {
    s.path(`M${x - 5} ${y + 38}l5-8 5 8z`, dark(colour, 0.2), "flat");
    s.oval(x, y, 27, 33, colour, "ball");
    s.shine(`M${x - 16} ${y - 6}q2-14 12-18q-8 10-8 20z`, 0.6);
  }
};

export const bunting: Shape = (s, [first = p.coral, second = p.teal, third = p.mustard]) => {
  s.line("M-4 44q104 62 208 0M-4 104q104 58 208 0", p.cream, 4);
  for (const [x, y, turn, colour] of [
    [14, 54, 22, first],
    [54, 67, 12, second],
    [94, 73, 0, third],
    [134, 68, -10, first],
    [172, 57, -20, second],
    [18, 113, 20, third],
    [60, 126, 10, first],
    [104, 131, 0, second],
    [148, 124, -14, third],
  ] as const) {
    s.within(`translate(${x} ${y}) rotate(${turn})`, () => s.body("M-17 0h34l-17 38z", colour, "top"));
  }
};

export const partyHats: Shape = (s, [first = p.turquoise, second = p.pink]) => {
  s.shadow(100, 72);
  const hat = (colour: string) => {
    s.body("M100 44l34 110q-34 10-68 0z", colour);
    for (const x of [90, 97, 104, 111]) s.line(`M100 44l${(x - 100) * 1.4}-14`, p.mustard, 4);
    s.oval(100, 44, 8, 8, p.mustard, "ball");
  };
  s.turned(14, 140, 150, () => s.within("translate(36 16) scale(.9)", () => hat(second)));
  s.turned(-8, 80, 150, () => s.within("translate(-24 2)", () => hat(first)));
};

export const giftBag: Shape = (s, [bag = p.plum, tissue = p.blush]) => {
  s.shadow(104, 58);
  s.path("M62 66l12-26 14 18 12-26 14 26 14-18 12 26z", tissue, "top");
  s.path("M140 60l18 10v80l-18 8z", dark(bag, 0.3), "flat");
  s.body("M56 60h84v98h-80q-4 0-4-4z", bag, "top");
  s.line("M78 70q0-42 20-42t20 42", p.cream, 4);
  s.oval(78, 70, 3, 3, p.brass);
  s.oval(118, 70, 3, 3, p.brass);
  s.turned(10, 116, 96, () => {
    s.rect(100, 84, 30, 40, 3, p.cream, "top");
    s.line("M107 100h16M107 108h10", p.grey, 2.5);
  });
};

export const wrappingPaper: Shape = (s, [first = p.sage, second = p.coral, third = p.kraft]) => {
  s.shadow(100, 66);
  for (const [x, top, turn, colour] of [
    [66, 44, -8, first],
    [100, 28, 0, second],
    [134, 48, 8, third],
  ] as const) {
    s.turned(turn, x, 158, () => {
      s.body(`M${x - 16} ${top}h32v${156 - top}q-16 6-32 0z`, colour);
      s.oval(x, top, 16, 5, light(colour, 0.4));
      s.oval(x, top, 8, 2.5, dark(p.kraft, 0.4));
      s.rect(x - 17, 98, 34, 12, 1, p.white);
    });
  }
};

export const ribbon: Shape = (s, [silk = p.berry, spool = p.beech]) => {
  s.shadow(96, 70);
  s.path("M104 144q50 20 76-8l-2 18q-34 22-74 4z", light(silk, 0.1), "top");
  s.oval(96, 142, 52, 15, dark(spool, 0.2), "top");
  s.path("M58 76h76v62q-38 12-76 0z", silk);
  s.line("M58 94q38 9 76 0M58 110q38 9 76 0M58 124q38 9 76 0", dark(silk, 0.2), 1.5);
  s.oval(96, 74, 52, 15, spool, "top");
  s.oval(96, 73, 13, 4, dark(spool, 0.5));
};

export const frame: Shape = (s, [wood = p.walnut, art = p.sage, sun = p.coral]) => {
  s.shadow(100, 60);
  s.path("M120 150l26 8h-14z", dark(wood, 0.3), "flat");
  s.rect(46, 34, 108, 124, 3, wood, "top");
  s.rect(55, 43, 90, 106, 1, p.white, "top");
  s.rect(67, 57, 66, 78, 1, light(art, 0.6), "top");
  s.oval(114, 80, 10, 10, sun, "ball");
  s.path("M67 116q18-26 34-10q14-16 32 2v27h-66z", art, "top");
  s.shine("M55 43h46l-46 70z", 0.22);
};

export const bouquet: Shape = (s, [wrap = p.kraft, bloom = p.blush, second = p.coral]) => {
  s.shadow(100, 44, 168, 7);
  s.path(
    "M64 78q-28-10-26-34q26 8 26 34zM136 78q28-10 26-34q-26 8-26 34zM100 44q-14-18 0-34q14 16 0 34zM80 52q-20-14-14-34q20 14 14 34zM120 52q20-14 14-34q-20 14-14 34z",
    p.moss,
    "top",
  );
  for (const [x, y, r, colour] of [
    [100, 50, 17, bloom],
    [70, 66, 15, second],
    [130, 66, 15, second],
    [88, 82, 14, p.cream],
    [114, 84, 14, bloom],
  ] as const) {
    s.oval(x, y, r, r, colour, "ball");
    s.line(
      `M${x - r / 2} ${y}q${r / 2} ${-r * 0.7} ${r} 0M${x - r / 3} ${y + 3}q${r / 3} ${r * 0.5} ${r * 0.7} 0`,
      dark(colour, 0.18),
      2,
    );
  }
  s.body("M48 74l52 22 52-22-36 90q-16 6-32 0z", wrap, "side");
  s.path("M48 74l52 22-16 68z", light(wrap, 0.22), "flat");
  s.rect(78, 122, 44, 9, 3, bloom);
};

export const snowGlobe: Shape = (s, [base = p.walnut, scene = p.forest]) => {
  s.shadow(100, 52);
  s.oval(100, 88, 54, 54, "#cfe3ea", "ball");
  s.path("M52 112q48-20 96 0q-16 30-48 30t-48-30z", p.white, "top");
  s.path("M100 52l22 34h-10l16 28h-56l16-28h-10z", scene, "side");
  for (const [x, y] of [
    [72, 72],
    [84, 54],
    [126, 62],
    [136, 84],
    [64, 94],
    [114, 46],
  ]) {
    s.oval(x, y, 2.5, 2.5, p.white);
  }
  s.path("M60 134h80l10 20q2 4-4 4h-92q-6 0-4-4z", base);
  s.shine("M58 82q4-26 28-34q-18 14-20 36z", 0.7);
};
