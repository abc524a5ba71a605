import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const notebook: Shape = (s, [cover = p.navy, band = p.coral]) => {
  s.shadow(102, 58);
  s.turned(5, 100, 150, () => {
    s.path("M58 36h86q4 0 4 4v116q0 4-4 4h-86z", p.cream, "top");
    s.line("M145 46v108", dark(p.cream, 0.2), 1);
    s.body("M50 32h84q6 0 6 6v114q0 6-6 6h-84q-6 0-6-6v-114q0-6 6-6z", cover, "top");
    s.shade("M50 32h9v126h-9q-6 0-6-6v-114q0-6 6-6z", 0.16);
    s.rect(120, 32, 7, 126, 0, band, "top");
    s.path("M76 158h8v14l-4-4-4 4z", band, "flat");
    s.shine("M64 32h16l-16 100z", 0.12);
  });
};

export const spiralPad: Shape = (s, [cover = p.mint, ring = p.graphite]) => {
  s.shadow(100, 58);
  s.rect(46, 40, 108, 118, 5, p.white, "top");
  s.body("M46 40h108v98l-20 20h-84q-4 0-4-4z", cover, "top");
  s.path("M154 138l-20 20v-16q0-4 4-4z", light(cover, 0.5), "flat");
  s.rect(66, 70, 68, 34, 4, p.white, "top");
  s.line("M78 82h44M86 92h28", p.grey, 3);
  for (let x = 56; x <= 146; x += 10) s.line(`M${x} 46v-10q0-5 4-4`, ring, 3);
};

export const pen: Shape = (s, [barrel = p.ink, trim = p.brass]) => {
  s.shadow(100, 78, 152, 7);
  s.turned(-36, 100, 100, () => {
    s.rect(40, 92, 106, 18, 8, barrel, "top");
    s.path("M144 93l22 4v8l-22 4z", dark(barrel, 0.25), "top");
    s.path("M164 96l24 5-24 5z", trim, "top");
    s.rect(92, 91, 6, 20, 1, trim);
    s.rect(12, 91, 82, 20, 8, light(barrel, 0.06), "top");
    s.path("M18 84h52q4 0 4 4h-52v6h-6v-6q0-4 2-4z", trim, "top");
    s.shine("M20 95h66v3h-66zM102 95h40v3h-40z", 0.45);
  });
};

export const pencils: Shape = (s, [first = p.mustard, second = p.coral, third = p.teal]) => {
  s.shadow(100, 60, 164, 7);
  for (const [x, turn, colour] of [
    [72, -14, first],
    [100, 0, second],
    [128, 14, third],
  ] as const) {
    s.turned(turn, x, 164, () => {
      s.rect(x - 8, 56, 16, 94, 0, colour);
      s.path(`M${x - 8} 57l8-27 8 27q-4-4-8 0q-4-4-8 0z`, p.birch);
      s.path(`M${x - 2.6} 39l2.6-9 2.6 9z`, dark(colour, 0.3), "flat");
      s.rect(x - 8, 146, 16, 9, 0, p.silver);
      s.rect(x - 8, 154, 16, 9, 4, p.pink);
    });
  }
};

export const inkBottle: Shape = (s, [ink = p.denim, cap_ = p.charcoal]) => {
  s.shadow(100, 54);
  s.path("M56 104h88v46q0 6-6 6h-76q-6 0-6-6z", ink);
  s.glass("M52 88q0-8 8-8h22v-10h36v10h22q8 0 8 8v62q0 8-8 8h-80q-8 0-8-8z", "#eaf1f4", 0.3);
  s.rect(78, 44, 44, 28, 5, cap_);
  s.body("M70 102h60v36h-60z", p.cream);
  s.path("M100 106q12 14 0 22q-12-8 0-22z", ink, "ball");
  s.shine("M58 88q2-4 6-4v70q-6 0-6-6z", 0.55);
};

export const penCup: Shape = (s, [cup = p.oak, first = p.coral, second = p.navy]) => {
  s.shadow(100, 42);
  s.turned(-10, 84, 100, () => {
    s.rect(78, 38, 10, 80, 2, first);
    s.path("M78 39l5-17 5 17z", p.birch);
  });
  s.rect(97, 44, 11, 80, 5, second);
  s.rect(99, 34, 7, 12, 3, p.silver);
  s.turned(12, 120, 100, () => {
    s.rect(114, 40, 10, 80, 2, p.mustard);
    s.path("M114 41l5-17 5 17z", p.birch);
  });
  s.body("M66 88h68v64q0 6-6 6h-56q-6 0-6-6z", cup);
  s.oval(100, 88, 34, 6, dark(cup, 0.3));
  s.shade("M66 88a34 6 0 0 0 68 0v7a34 6 0 0 1-68 0z", 0.1);
  s.shine("M74 100h6v54q-6 0-6-4z", 0.3);
};

export const scissors: Shape = (s, [grip = p.coral, steel = p.silver]) => {
  s.shadow(100, 58, 160, 7);
  s.turned(14, 100, 100, () => {
    s.path("M96 94L124 18q10 6 8 20L110 104z", steel, "top");
    s.path("M104 94L76 18q-10 6-8 20L90 104z", dark(steel, 0.1), "side");
    s.line("M92 104q-10 12-8 26q-2 30-22 26q-18-8-8-30q10-18 34-16", grip, 10);
    s.line("M108 104q10 12 8 26q2 30 22 26q18-8 8-30q-10-18-34-16", dark(grip, 0.1), 10);
    s.oval(100, 92, 5, 5, p.graphite, "ball");
  });
};

export const stapler: Shape = (s, [body = p.teal, base = p.charcoal]) => {
  s.shadow(100, 84, 152, 7);
  s.path("M24 140h150q6 0 6 6v6h-162v-6q0-6 6-6z", base, "top");
  s.path("M26 118h132v14h-132z", p.silver, "top");
  s.path("M18 126q-4-38 26-44q60-2 134 24q6 4 4 12q-2 8-10 6q-60-14-120-8q-14 4-16 24h-14z", body, "top");
  s.shine("M36 92q50-8 124 18q-60-14-124-8z", 0.35);
};

export const tapeRolls: Shape = (s, [first = p.blush, second = p.mustard, third = p.sage]) => {
  s.shadow(70, 46, 156, 7);
  s.shadow(142, 38, 158, 6);
  const roll = (x: number, y: number, r: number, colour: string) => {
    s.oval(x + 7, y, r, r, dark(colour, 0.25), "top");
    s.oval(x, y, r, r, colour, "ball");
    s.oval(x, y, r * 0.62, r * 0.62, p.kraft, "ball");
    s.oval(x + 2, y, r * 0.5, r * 0.5, dark(p.kraft, 0.5));
  };
  roll(98, 66, 30, third);
  roll(64, 118, 38, first);
  roll(138, 126, 32, second);
};

export const envelope: Shape = (s, [paper = p.cream, seal = p.brick]) => {
  s.shadow(100, 78);
  s.turned(-5, 100, 110, () => {
    s.rect(42, 50, 116, 70, 3, p.white, "top");
    s.line("M58 66h70M58 78h50", p.grey, 2.5);
    s.body("M28 76h144v76q0 4-4 4h-136q-4 0-4-4z", paper, "top");
    s.path("M28 154l58-46h28l58 46q-1 2-4 2h-136q-3 0-4-2z", light(paper, 0.2), "top");
    s.path("M28 76h144l-60 46q-12 8-24 0z", dark(paper, 0.08), "top");
    s.oval(100, 118, 13, 13, seal, "ball");
    s.oval(100, 118, 8, 8, dark(seal, 0.15), "ball");
  });
};

export const deskTray: Shape = (s, [wood = p.beech, paper = p.white]) => {
  s.shadow(100, 84);
  s.path("M38 84h124l18 24h-160z", paper, "top");
  s.path("M44 78h112l16 22h-144z", light(paper, 0.2), "top");
  s.line("M60 86h60M56 93h70", p.grey, 2.5);
  s.path("M20 104h160v16h-160z", wood, "top");
  s.path("M34 120h132l14 10h-160z", dark(wood, 0.4), "flat");
  s.path("M20 128h160v30h-160z", wood, "top");
  s.rect(20, 104, 8, 54, 2, dark(wood, 0.12));
  s.rect(172, 104, 8, 54, 2, dark(wood, 0.22));
  s.rect(88, 138, 24, 8, 4, dark(wood, 0.3));
};

export const laptopStand: Shape = (s, [stand = p.silver, laptop = p.graphite]) => {
  s.shadow(100, 82, 158, 7);
  s.path("M50 34h106q4 0 4 4v66h-114v-66q0-4 4-4z", laptop, "top");
  s.path("M52 40h102v58h-102z", p.ice, "top");
  s.shine("M52 40h50l-32 58h-18z", 0.4);
  s.path("M40 104h126l10 8q0 4-4 4h-138q-4 0-4-4z", light(laptop, 0.3), "top");
  s.line("M60 118l-12 36M146 118l12 36", stand, 9);
  s.rect(34, 150, 136, 8, 4, stand, "top");
};

export const headphones: Shape = (s, [shell = p.cream, pad = p.charcoal]) => {
  s.shadow(100, 64);
  s.line("M48 112q-4-76 52-78q56 2 52 78", dark(shell, 0.12), 11);
  s.line("M50 98q0-56 40-62", light(shell, 0.4), 3);
  s.rect(36, 98, 32, 56, 15, pad);
  s.rect(132, 98, 32, 56, 15, pad);
  s.rect(28, 102, 26, 48, 13, shell);
  s.rect(146, 102, 26, 48, 13, shell);
};

export const calendar: Shape = (s, [cover = p.coral, stand = p.oak]) => {
  s.shadow(100, 70);
  s.path("M34 150h132l8 8h-148z", stand, "top");
  s.rect(38, 46, 124, 106, 4, p.white, "top");
  s.body("M38 46h124v30h-124z", cover, "top");
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 6; column++) {
      if (row * 6 + column !== 9) s.rect(50 + column * 18, 86 + row * 15, 11, 8, 2, p.oat, "flat");
    }
  }
  s.oval(109.5, 105, 8, 8, cover, "ball");
  s.line("M66 52v-12M134 52v-12", p.charcoal, 5);
};
