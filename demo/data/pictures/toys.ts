import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const teddy: Shape = (s, [fur = p.oak, muzzle = p.cream, bow = p.red]) => {
  s.shadow(100, 58);
  s.oval(66, 46, 16, 16, fur, "ball");
  s.oval(134, 46, 16, 16, fur, "ball");
  s.oval(66, 47, 8, 8, muzzle);
  s.oval(134, 47, 8, 8, muzzle);
  s.oval(100, 124, 42, 36, fur, "ball");
  s.oval(100, 128, 24, 22, muzzle, "ball");
  s.oval(58, 114, 14, 20, dark(fur, 0.08), "ball");
  s.oval(142, 114, 14, 20, dark(fur, 0.08), "ball");
  s.oval(70, 148, 20, 14, fur, "ball");
  s.oval(130, 148, 20, 14, fur, "ball");
  s.oval(100, 66, 42, 37, fur, "ball");
  s.oval(100, 78, 19, 15, muzzle, "ball");
  s.oval(84, 62, 4, 4.5, p.black);
  s.oval(116, 62, 4, 4.5, p.black);
  s.oval(100, 72, 6, 4, p.chocolate);
  s.line("M100 76v5M93 84q7 5 14 0", p.chocolate, 2);
  s.path("M100 102l-18-8v18zM100 102l18-8v18z", bow, "ball");
};

export const bunny: Shape = (s, [fur = p.white, inner = p.blush, cloth = p.sky]) => {
  s.shadow(100, 52);
  s.turned(-10, 84, 60, () => s.oval(82, 38, 12, 32, fur, "ball"));
  s.turned(12, 118, 60, () => s.oval(118, 38, 12, 32, fur, "ball"));
  s.turned(-10, 84, 60, () => s.oval(82, 40, 5, 22, inner));
  s.turned(12, 118, 60, () => s.oval(118, 40, 5, 22, inner));
  s.body("M68 106h64q14 26 10 50h-84q-4-24 10-50z", cloth, "ball");
  s.oval(60, 122, 11, 17, fur, "ball");
  s.oval(140, 122, 11, 17, fur, "ball");
  s.oval(76, 154, 17, 9, fur, "ball");
  s.oval(124, 154, 17, 9, fur, "ball");
  s.oval(100, 84, 36, 31, fur, "ball");
  s.oval(87, 80, 3.5, 4, p.black);
  s.oval(113, 80, 3.5, 4, p.black);
  s.path("M95 90h10l-5 6z", p.rose);
  s.line("M93 100q7 4 7-3q0 7 7 3", p.graphite, 1.8);
  s.oval(76, 92, 6, 4, inner);
  s.oval(124, 92, 6, 4, inner);
};

export const blocks: Shape = (s, [first = p.coral, second = p.teal, third = p.mustard]) => {
  s.shadow(100, 74);
  const cube = (x: number, y: number, colour: string) => {
    s.rect(x, y, 50, 50, 5, colour, "top");
    s.rect(x + 7, y + 7, 36, 36, 3, light(colour, 0.5), "top");
  };
  cube(40, 108, first);
  cube(102, 108, second);
  s.turned(-7, 96, 82, () => cube(70, 57, third));
  s.path("M65 120l12 26h-24z", first, "flat");
  s.oval(127, 133, 12, 12, second);
  s.path("M96 72l4 8 9 1-7 6 2 9-8-5-8 5 2-9-7-6 9-1z", third, "flat");
};

export const train: Shape = (s, [engine = p.red, wagon = p.teal, wood = p.beech]) => {
  s.shadow(100, 90, 160, 7);
  s.rect(10, 126, 88, 14, 4, wood, "top");
  s.rect(106, 126, 80, 14, 4, wood, "top");
  s.line("M96 134h12", p.charcoal, 4);
  s.rect(18, 82, 32, 46, 4, engine);
  s.rect(13, 74, 42, 10, 4, dark(engine, 0.25), "top");
  s.rect(25, 92, 18, 16, 3, p.ice, "top");
  s.rect(48, 98, 44, 30, 12, light(engine, 0.08), "top");
  s.path("M72 76h16l-4 24h-8z", p.charcoal);
  for (const x of [124, 146, 168]) s.oval(x, 92, 11, 10, p.mustard, "ball");
  s.rect(112, 98, 68, 30, 4, wagon);
  for (const x of [28, 78, 122, 170]) {
    s.oval(x, 146, 13, 13, p.charcoal, "ball");
    s.oval(x, 146, 5, 5, wood);
  }
};

export const stackingRings: Shape = (s, [first = p.coral, second = p.mustard, third = p.teal]) => {
  s.shadow(100, 62);
  s.rect(95, 40, 10, 110, 5, p.beech);
  s.oval(100, 40, 13, 13, p.beech, "ball");
  s.rect(46, 148, 108, 10, 5, p.beech, "top");
  for (const [y, w, colour] of [
    [128, 96, third],
    [107, 80, light(third, 0.4)],
    [86, 64, second],
    [65, 50, first],
  ] as const) {
    s.rect(100 - w / 2, y, w, 21, 10.5, colour);
  }
};

/** A flat box with a picture on the lid: puzzle or board game. */
export const gameBox: Shape = (s, [box = p.navy, art = p.mustard, accent = p.coral]) => {
  s.shadow(102, 78);
  s.path("M160 66l16-10v88l-16 14z", dark(box, 0.35), "flat");
  s.path("M28 66l18-10h130l-16 10z", light(box, 0.25), "flat");
  s.rect(28, 66, 132, 92, 3, box, "top");
  s.rect(38, 76, 112, 54, 3, light(art, 0.55), "top");
  s.path("M38 130v-16l30-26 24 20 22-14 36 28v8z", art, "top");
  s.oval(124, 90, 9, 9, accent, "ball");
  s.line("M58 142h72M74 150h40", light(box, 0.7), 4);
};

export const puzzle: Shape = (s, [first = p.sky, second = p.coral, third = p.leaf]) => {
  s.shadow(100, 80, 158, 8);
  const piece = "M0 0h18q-5-12 6-12t6 12h18v18q12-5 12 6t-12 6v18h-18q5-12-6-12t-6 12h-18v-18q12 5 12-6t-12-6z";
  const put = (x: number, y: number, turn: number, colour: string) =>
    s.within(`translate(${x} ${y}) rotate(${turn})`, () => {
      s.within("translate(2 4)", () => s.path(piece, dark(colour, 0.35), "flat"));
      s.path(piece, colour, "top");
    });
  put(46, 56, 0, first);
  put(94, 56, 0, light(first, 0.35));
  put(46, 104, 0, third);
  put(118, 112, 24, second);
};

export const cards: Shape = (s, [back = p.navy, suit = p.red]) => {
  s.shadow(100, 68, 160, 7);
  for (const [turn, face] of [
    [-26, false],
    [-4, true],
    [20, true],
  ] as const) {
    s.turned(turn, 100, 170, () => {
      s.rect(64, 44, 72, 104, 7, face ? p.white : back, "top");
      if (face) {
        s.path("M100 118q-22-16-18-28q8-12 18 0q10-12 18 0q4 12-18 28z", suit, "ball");
        s.path("M74 62q-6-4-4-8q3-3 4 0q1-3 4 0q2 4-4 8z", suit, "flat");
      } else s.rect(70, 50, 60, 92, 5, light(back, 0.25), "top");
    });
  }
};

export const dice: Shape = (s, [body = p.red, pip = p.white, second = p.white]) => {
  s.shadow(78, 48, 158, 8);
  s.shadow(146, 34, 158, 7);
  s.path("M76 54l48 22-46 24-50-22z", light(body, 0.3), "top");
  s.path("M28 78l50 22v58l-50-26z", body, "top");
  s.path("M78 100l46-24v54l-46 28z", dark(body, 0.22), "flat");
  s.oval(77, 77, 8, 4.5, pip);
  for (const [x, y] of [
    [40, 98],
    [52, 116],
    [66, 136],
  ]) {
    s.oval(x, y, 4.5, 6, pip);
  }
  s.oval(92, 112, 4, 6, pip);
  s.oval(112, 120, 4, 6, pip);
  s.turned(12, 146, 134, () => {
    s.rect(124, 112, 44, 44, 8, second, "top");
    for (const [x, y] of [
      [134, 122],
      [158, 122],
      [146, 134],
      [134, 146],
      [158, 146],
    ]) {
      s.oval(x, y, 3.5, 3.5, body);
    }
  });
};

export const chess: Shape = (s, [dark_ = p.walnut, light_ = p.birch]) => {
  s.shadow(100, 88, 160, 7);
  s.path("M44 122h112l30 32q2 6-4 6h-164q-6 0-4-6z", dark_, "top");
  for (let row = 0; row < 3; row++) {
    for (let column = row % 2; column < 6; column += 2) {
      const top = 124 + row * 10;
      const left = 48 - row * 9 + column * (17.5 + row * 3);
      s.path(`M${left} ${top}h${17 + row * 3}l-1 9h-${18 + row * 3}z`, light_, "flat");
    }
  }
  s.path(
    "M62 132q0-6 8-8q2-22-4-38q-12 2-16 10l-6-10q4-24 30-30l4-8l4 10q16 10 14 38q-2 16 0 28q8 2 8 8v6h-42z",
    dark_,
  );
  s.oval(73, 72, 2, 2, light_);
  s.path("M116 134q0-5 7-7q4-20 2-38h22q-2 18 2 38q7 2 7 7v6h-40z", light_);
  s.oval(136, 84, 16, 6, dark(light_, 0.12), "top");
  s.oval(136, 70, 13, 13, light_, "ball");
  s.line("M136 58v-10M131 52h10", light_, 4);
};

export const kite: Shape = (s, [first = p.coral, second = p.sky, third = p.mustard]) => {
  s.path("M108 20l44 50-62 66-30-70z", first, "top");
  s.path("M108 20l-48 46 42-8z", second, "flat");
  s.path("M102 58l50 12-62 66z", third, "flat");
  s.path("M60 66l42-8-12 78z", light(first, 0.2), "flat");
  s.line("M108 20L90 136M60 66l92 4", p.charcoal, 2);
  s.line("M90 136q-28 8-22 24t-22 22", p.charcoal, 2);
  for (const [x, y, colour] of [
    [76, 146, second],
    [66, 162, third],
    [50, 180, first],
  ] as const) {
    s.path(`M${x} ${y}l-11-6v12zM${x} ${y}l11-6v12z`, colour, "ball");
  }
};

export const ball: Shape = (s, [first = p.coral, second = p.cream, third = p.sky]) => {
  s.shadow(100, 56);
  s.oval(100, 104, 54, 54, second, "ball");
  s.path("M100 50q-30 40-16 104q-36-10-38-50q4-46 54-54z", first, "ball");
  s.path("M100 50q40 34 34 96q22-18 20-44q-6-46-54-52z", third, "ball");
  s.oval(100, 51, 8, 3, p.white);
  s.shine("M62 90q6-22 26-30q-14 14-18 32z", 0.5);
};

export const crayons: Shape = (s, [box = p.mustard, label = p.red]) => {
  s.shadow(100, 60);
  for (const [x, y, colour] of [
    [54, 54, p.red],
    [70, 44, p.orange],
    [86, 50, p.lemon],
    [102, 40, p.leaf],
    [118, 48, p.blue],
    [134, 56, p.purple],
  ] as const) {
    s.path(`M${x} ${y + 14}l4-14h6l4 14v60h-14z`, colour);
  }
  s.body("M46 88h108v64q0 6-6 6h-96q-6 0-6-6z", box);
  s.path("M46 104h108v30h-108z", label);
  s.line("M66 119q10-12 20 0t20 0t20 0t10-4", light(box, 0.4), 5);
  s.shine("M52 92h7v62h-5q-2 0-2-3z", 0.35);
};

export const dough: Shape = (s, [first = p.coral, second = p.turquoise]) => {
  const tub = (x: number, colour: string) =>
    s.within(`translate(${x})`, () => {
      s.shadow(64, 38);
      s.path("M34 96h60v56q0 6-6 6h-48q-6 0-6-6z", p.white);
      s.body("M34 112h60v30h-60z", light(colour, 0.2));
      s.path("M29 84q0-6 6-6h58q6 0 6 6v16h-70z", colour);
      s.shine("M40 82h6v72h-6z", 0.35);
    });
  tub(0, first);
  tub(72, second);
  s.oval(98, 152, 15, 11, first, "ball");
};

export const dollhouse: Shape = (s, [wall = p.blush, roof = p.teal]) => {
  s.shadow(100, 66);
  s.rect(46, 76, 108, 82, 2, wall);
  s.rect(54, 84, 42, 32, 2, p.cream, "top");
  s.rect(104, 84, 42, 32, 2, light(wall, 0.55), "top");
  s.rect(54, 122, 42, 36, 2, light(roof, 0.6), "top");
  s.rect(104, 122, 42, 36, 2, p.cream, "top");
  s.path("M100 24l68 54h-136z", roof, "top");
  s.oval(100, 56, 11, 11, p.cream, "ball");
  s.rect(60, 102, 30, 12, 3, p.coral);
  s.rect(112, 96, 12, 20, 1, p.oak);
  s.rect(114, 138, 24, 4, 1, p.oak);
  s.line("M118 142v14M134 142v14", p.oak, 3);
  s.rect(66, 132, 18, 26, 2, p.oak);
};

export const spinningTop: Shape = (s, [first = p.red, second = p.mustard]) => {
  s.shadow(106, 46);
  s.turned(12, 100, 158, () => {
    s.rect(95, 28, 10, 40, 5, p.beech);
    s.path("M42 86q0-18 58-20q58 2 58 20q0 34-48 62q-10 14-20 0q-48-28-48-62z", first, "ball");
    s.path("M42 86q58 26 116 0q0 10-4 18q-54 22-108 0q-4-8-4-18z", second);
    s.shine("M54 82q10-8 30-9q-16 6-18 12z", 0.5);
  });
};

export const diceTray: Shape = (s, [felt = p.forest, rim = p.walnut, die = p.white]) => {
  s.shadow(100, 88, 152, 10);
  s.path("M52 78h96l36 24v22l-36 28h-96l-36-28v-22z", dark(rim, 0.15), "top");
  s.path("M52 72h96l36 26-36 28h-96l-36-28z", light(rim, 0.12), "top");
  s.path("M57 78h86l28 20-28 22h-86l-28-22z", felt, "top");
  const cube = (x: number, y: number, turn: number) =>
    s.turned(turn, x + 10, y + 10, () => {
      s.rect(x, y + 4, 20, 20, 4, dark(die, 0.3), "flat");
      s.rect(x, y, 20, 20, 4, die, "top");
      for (const at of [5, 10, 15]) s.oval(x + at, y + at, 2, 2, p.red);
    });
  cube(76, 86, -14);
  cube(112, 92, 22);
};
