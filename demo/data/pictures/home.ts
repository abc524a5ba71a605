import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const pillow: Shape = (s, [cloth = p.white, piping = dark(cloth, 0.15)]) => {
  s.shadow(100, 84, 156, 9);
  s.body(
    "M30 66q70 14 140 0q10-2 6 8q-10 34 0 68q4 12-8 10q-68-12-136 0q-12 2-8-10q10-34 0-68q-4-10 6-8z",
    cloth,
    "ball",
  );
  s.line("M30 66q70 14 140 0q10-2 6 8q-10 34 0 68q4 12-8 10q-68-12-136 0q-12 2-8-10q10-34 0-68q-4-10 6-8z", piping, 2);
  s.line("M40 78q8 8 10 18M162 78q-8 8-10 18M42 142q8-8 10-16M160 142q-8-8-10-16", dark(cloth, 0.14), 2);
};

export const cushion: Shape = (s, [cloth = p.mustard, trim = light(cloth, 0.3)]) => {
  s.shadow(100, 66);
  s.turned(-5, 100, 100, () => {
    s.body("M46 46q54 10 108 0q8 0 6 8q-8 48 0 96q2 8-6 8q-54-8-108 0q-8 0-6-8q8-48 0-96q-2-8 6-8z", cloth, "ball");
    s.line("M46 46q54 10 108 0q8 0 6 8q-8 48 0 96q2 8-6 8q-54-8-108 0q-8 0-6-8q8-48 0-96q-2-8 6-8z", trim, 3);
    s.shade("M154 46q8 0 6 8q-8 48 0 96q2 8-6 8q-14-2-28-4q24-40 28-108z", 0.08);
  });
};

export const bed: Shape = (s, [duvet = p.sage, frame = p.oak, sheet = p.white]) => {
  s.shadow(100, 92, 162, 8);
  s.path("M24 54q0-8 8-8h136q8 0 8 8v66h-152z", frame, "top");
  s.rect(20, 118, 160, 30, 6, dark(frame, 0.08));
  s.rect(26, 146, 8, 14, 2, dark(frame, 0.25));
  s.rect(166, 146, 8, 14, 2, dark(frame, 0.25));
  s.path("M26 96h148v30h-148z", sheet, "top");
  s.path(
    "M36 80q0-10 10-10h38q10 0 10 10v16q-29 6-58 0zM106 80q0-10 10-10h38q10 0 10 10v16q-29 6-58 0z",
    sheet,
    "ball",
  );
  s.body("M20 108q80-14 160 0l4 36q-4 8-14 4q-70-8-140 0q-10 4-14-4z", duvet, "top");
  s.path("M20 108q80-14 160 0l1 10q-81-14-162 0z", light(duvet, 0.4), "top");
  s.line("M60 116q-4 14-6 30M140 116q4 14 6 30", dark(duvet, 0.14), 2);
};

/** A folded throw with a fringe. */
export const throwBlanket: Shape = (s, [wool = p.rust, fringe = p.cream]) => {
  s.shadow(100, 74);
  s.body("M38 76q0-14 16-14h92q16 0 16 14v80h-124z", wool, "top");
  s.path("M38 76q0-14 16-14h92q16 0 16 14q-62 12-124 0z", light(wool, 0.25), "top");
  s.line("M38 100q62 10 124 0M38 124q62 10 124 0", dark(wool, 0.2), 1.5);
  s.line(`M42 146${"v12m8-12".repeat(14)}v12`, fringe, 2.4);
  s.path("M38 138h124v10h-124z", dark(wool, 0.1), "top");
};

export const towelStack: Shape = (s, [first = p.white, second = p.blush, third = p.sage]) => {
  s.shadow(100, 74);
  const towel = (y: number, colour: string) => {
    s.body(`M44 ${y}h108q10 0 10 14t-10 14h-108q-12 0-12-14t12-14z`, colour, "top");
    s.line(`M46 ${y + 14}h114M56 ${y + 7}h104M56 ${y + 21}h104`, dark(colour, 0.13), 2);
    s.oval(44, y + 14, 8, 12, light(colour, 0.25), "ball");
  };
  towel(130, third);
  towel(102, second);
  towel(74, first);
};

export const basket: Shape = (s, [cane = p.beech, liner = p.cream]) => {
  s.shadow(100, 66);
  s.line("M40 94q-14-26 8-28M160 94q14-26-8-28", dark(cane, 0.2), 7);
  s.path("M38 82h124l-12 70q-1 6-8 6h-84q-7 0-8-6z", cane);
  for (let row = 0; row < 6; row++) {
    const inset = row * 2.1;
    s.line(`M${40 + inset} ${93 + row * 11}q60 8 ${120 - inset * 2} 0`, dark(cane, 0.2), 2);
  }
  s.line("M62 86l6 70M88 88l2 68M114 88l-2 68M138 86l-6 70", dark(cane, 0.16), 2);
  s.oval(100, 82, 62, 13, light(cane, 0.25));
  s.oval(100, 82, 55, 9.5, liner, "top");
};

export const chair: Shape = (s, [seat = p.oat, wood = p.oak]) => {
  s.shadow(100, 60, 168, 8);
  s.line("M64 118l-12 50M136 118l12 50", wood, 7);
  s.line("M76 118l-2 38M124 118l2 38", dark(wood, 0.25), 6);
  s.line("M64 40q-2 40 4 74M136 40q2 40-4 74", wood, 7);
  s.path("M58 34q42-14 84 0q4 12 1 26q-43-10-86 0q-3-14 1-26z", wood, "top");
  s.line("M88 56v56M112 56v56", dark(wood, 0.12), 5);
  s.body("M54 112q0-10 10-10h72q10 0 10 10v6q0 10-46 10t-46-10z", seat, "top");
};

export const stool: Shape = (s, [top = p.oak, legs = dark(top, 0.2)]) => {
  s.shadow(100, 58, 164, 8);
  s.line("M72 78l-16 84M128 78l16 84", legs, 8);
  s.line("M90 80l-6 70M110 80l6 70", dark(legs, 0.25), 7);
  s.line("M66 124h68", legs, 5);
  s.path("M42 66h116v10q0 10-58 10t-58-10z", dark(top, 0.12));
  s.oval(100, 66, 58, 13, top, "top");
  s.line("M62 66q38-8 76 0", dark(top, 0.14), 1.5);
};

export const pouf: Shape = (s, [knit = p.oat]) => {
  s.shadow(100, 78);
  s.body("M30 118q0-46 70-46t70 46q0 40-70 40t-70-40z", knit, "ball");
  for (const x of [-56, -38, -19, 0, 19, 38, 56])
    s.line(`M${100 + x * 0.3} 78Q${100 + x * 1.25} 112 ${100 + x * 0.7} 155`, dark(knit, 0.16), 2);
  s.oval(100, 80, 15, 5, dark(knit, 0.12), "ball");
};

export const wallClock: Shape = (s, [rim = p.oak, face = p.white, hand = p.charcoal]) => {
  s.shadow(100, 50, 172, 5);
  s.oval(100, 98, 64, 64, dark(rim, 0.25), "ball");
  s.oval(100, 96, 64, 64, rim, "ball");
  s.oval(100, 96, 54, 54, face, "ball");
  s.line(
    "M100 50v8M100 134v8M54 96h8M138 96h8M67.500 63.500l5 5M127.500 123.500l5 5M67.500 128.500l5-5M127.500 68.500l5-5",
    hand,
    3,
  );
  s.line("M100 96l-20-16", hand, 5);
  s.line("M100 96l14-32", hand, 3.5);
  s.oval(100, 96, 5, 5, rim, "ball");
};

export const vase: Shape = (s, [body = p.terracotta, stem = p.moss, flower = p.cream]) => {
  s.shadow(100, 46);
  s.line("M98 82q-6-36-24-52M102 82q2-30 8-58M106 82q10-26 28-36", stem, 2.5);
  for (const [x, y, r] of [
    [72, 30, 9],
    [110, 22, 10],
    [136, 44, 9],
    [88, 50, 7],
    [120, 58, 6],
  ]) {
    s.oval(x, y, r, r, flower, "ball");
    s.oval(x, y, r / 3, r / 3, p.mustard);
  }
  s.body("M84 78h32q0 12 12 22q16 16 8 38q-6 20-18 20h-36q-12 0-18-20q-8-22 8-38q12-10 12-22z", body);
  s.oval(100, 78, 16, 4, dark(body, 0.35));
  s.shine("M76 110q4-6 8-8q-10 26 0 52q-20-14-8-44z", 0.3);
};

export const rug: Shape = (s, [wool = p.denim, stripe = p.cream]) => {
  s.shadow(100, 88, 152, 9);
  s.body("M34 92h132l24 56h-180z", wool, "top");
  s.line("M31 100h138M17 136h166M28 108h144M20 128h160", stripe, 2.5);
  s.line("M60 118l10-6 10 6 10-6 10 6 10-6 10 6 10-6 10 6", stripe, 3);
  s.line(`M12 148${"v7m8-7".repeat(22)}v7`, stripe, 2);
  s.oval(160, 86, 26, 17, dark(wool, 0.18), "ball");
  s.path("M40 69h120v34h-120q-10-17 0-34z", wool, "top");
  s.oval(160, 86, 14, 17, light(wool, 0.25), "ball");
  s.line("M160 76q9 2 8 11q-2 8-9 6q-5-3-2-8", dark(wool, 0.3), 2.5);
};

export const mirror: Shape = (s, [frame = p.brass]) => {
  s.shadow(100, 44, 172, 5);
  s.path("M52 92a48 48 0 0 1 96 0v68q0 6-6 6h-84q-6 0-6-6z", frame, "side");
  s.path("M59 92a41 41 0 0 1 82 0v62q0 5-5 5h-72q-5 0-5-5z", p.ice, "top");
  s.shine("M72 70l40-16-50 80v-36z", 0.5);
  s.shine("M122 60l10 10-66 84h-4v-12z", 0.35);
};

export const shelf: Shape = (s, [wood = p.oak, bracket = p.charcoal]) => {
  s.line("M48 124v34q0 4 4 4M152 124v34q0 4-4 4", bracket, 5);
  s.shade("M30 134h140l-8 8h-124z", 0.12);
  s.rect(24, 116, 152, 13, 3, wood, "top");
  s.rect(42, 74, 13, 42, 2, p.brick);
  s.rect(55, 66, 15, 50, 2, p.denim);
  s.rect(70, 78, 11, 38, 2, p.mustard);
  s.path("M112 88h34l-4 28h-26z", p.terracotta);
  s.path("M128 90q-24-16-18-42q18 10 18 42q0-34 20-42q2 30-20 42z", p.moss, "ball");
};

export const laundryRack: Shape = (s, [wood = p.beech, cloth = p.sky]) => {
  s.shadow(100, 74, 166, 7);
  s.line("M48 40l96 124M152 40l-96 124", wood, 6);
  s.line("M38 44h124M60 66h80M44 92h30M126 92h30", dark(wood, 0.15), 4);
  s.body("M66 44h46v60q-23 6-46 0z", cloth, "top");
  s.path("M122 66h34v46q-17 5-34 0z", p.cream, "top");
  s.line("M89 44v60M139 68v44", "#1d1a3322", 2);
};
