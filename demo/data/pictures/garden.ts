import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const trowel: Shape = (s, [handle = p.oak, steel = p.silver]) => {
  s.shadow(100, 64, 156, 8);
  s.turned(38, 100, 100, () => {
    s.rect(91, 10, 18, 62, 9, handle);
    s.line("M100 30v0", dark(handle, 0.4), 4);
    s.rect(93, 68, 14, 10, 3, p.brass);
    s.line("M100 78v18", dark(steel, 0.25), 7);
    s.path("M78 96q22-12 44 0q4 46-22 82q-26-36-22-82z", steel);
    s.path("M100 92q12 0 22 4q4 46-22 82z", dark(steel, 0.14), "flat");
    s.shine("M84 100q3-3 7-4q-3 36 5 62q-14-24-12-58z", 0.5);
  });
};

export const handFork: Shape = (s, [handle = p.oak, steel = p.graphite]) => {
  s.shadow(100, 64, 156, 8);
  s.turned(38, 100, 100, () => {
    s.rect(91, 10, 18, 62, 9, handle);
    s.rect(93, 68, 14, 10, 3, p.brass);
    s.line("M100 78v22M76 164l2-42q2-20 22-22q20 2 22 22l2 42M100 100v72", steel, 7);
    s.line("M75 160l2-38q2-17 14-21", light(steel, 0.4), 2);
    s.shine("M95 16q2-2 4-2v50h-4z", 0.35);
  });
};

/** A long-handled tool with a D grip: spade or border fork. */
export const spade: Shape = (s, [shaft = p.oak, steel = p.silver]) => {
  s.shadow(100, 60, 172, 7);
  s.turned(20, 100, 100, () => {
    s.line("M84 8h32l-8 22h-16z", dark(shaft, 0.2), 6);
    s.rect(95, 26, 10, 82, 4, shaft);
    s.rect(91, 98, 18, 20, 3, dark(steel, 0.3));
    s.path("M72 114h56v44q-6 18-28 28q-22-10-28-28z", steel);
    s.rect(70, 112, 60, 6, 3, dark(steel, 0.2), "top");
    s.shine("M78 122h8v46q-8-6-8-14z", 0.5);
  });
};

export const secateurs: Shape = (s, [grip = p.red, steel = p.silver]) => {
  s.shadow(100, 58, 158, 8);
  s.turned(24, 100, 100, () => {
    s.path("M96 84q-22-34 2-68q16 30 12 66z", steel);
    s.path("M104 84q26-14 24-46q-18 6-28 30z", dark(steel, 0.25));
    s.line("M96 92q-26 36-20 78", grip, 13);
    s.line("M106 92q26 36 16 78", dark(grip, 0.12), 13);
    s.line("M90 104q-16 30-14 60", light(grip, 0.4), 3);
    s.line("M94 122q6-8 12 0", p.graphite, 4);
    s.oval(101, 88, 11, 11, p.charcoal, "ball");
    s.oval(101, 88, 4, 4, p.silver);
  });
};

export const wateringCan: Shape = (s, [body = p.moss, rose = p.brass]) => {
  s.shadow(96, 70);
  s.line("M112 128l52-60", dark(body, 0.12), 9);
  s.turned(40, 166, 64, () => {
    s.path("M160 66h12l11-20h-34z", rose);
    s.oval(166, 46, 17, 5, light(rose, 0.3));
  });
  s.line("M46 98q-34 6-26 36q6 18 28 14", body, 7);
  s.line("M54 84q2-38 34-38t34 38", body, 6);
  s.body("M44 86h88v62q0 10-10 10h-68q-10 0-10-10z", body);
  s.oval(88, 86, 44, 9, dark(body, 0.35));
  s.path("M88 78q44 0 44 9q-20-3-44-1z", light(body, 0.15), "flat");
  s.line("M44 136q44 8 88 0", dark(body, 0.2), 2);
  s.shine("M54 98h7v52q-7 0-7-5z", 0.35);
};

export const plantPot: Shape = (s, [pot = p.terracotta, leaf = p.leaf]) => {
  s.shadow(100, 50);
  s.line(
    "M100 104Q98 70 78 44M100 104q2-40 22-66M100 104q-16-24-42-28M100 104q16-22 42-24M100 104V34",
    dark(leaf, 0.35),
    2.5,
  );
  s.path("M78 50q-22-4-22-28q24 2 22 28z", leaf, "ball");
  s.path("M122 44q22-4 24-28q-26 2-24 28z", leaf, "ball");
  s.path("M62 78q-22 8-36-10q20-14 36 10z", dark(leaf, 0.12), "ball");
  s.path("M138 82q22 6 36-12q-22-10-36 12z", dark(leaf, 0.12), "ball");
  s.path("M100 46q-16-16 0-36q16 20 0 36z", light(leaf, 0.12), "ball");
  s.path("M92 88q-22-4-26-26q22 2 26 26zM108 88q20-6 24-26q-22 2-24 26z", leaf, "ball");
  s.body("M62 106h76l-9 46q-1 6-7 6h-44q-6 0-7-6z", pot);
  s.rect(57, 96, 86, 15, 4, light(pot, 0.06));
  s.shade("M62 111h76l-1 5h-74z", 0.2);
  s.shine("M72 118h6l5 36h-6z", 0.25);
};

export const succulent: Shape = (s, [pot = p.white, leaf = p.sage]) => {
  s.shadow(100, 50);
  for (const [turn, size] of [
    [-78, 1],
    [-46, 1.1],
    [78, 1],
    [46, 1.1],
    [-18, 1.15],
    [18, 1.15],
  ]) {
    s.within(`translate(100 112) rotate(${turn}) scale(${size})`, () =>
      s.path("M0 4q-24-22 0-58q24 36 0 58z", leaf, "ball"),
    );
  }
  s.path("M100 114q-16-18 0-42q16 24 0 42z", light(leaf, 0.3), "ball");
  s.body("M58 108h84l-6 42q-1 8-9 8h-54q-8 0-9-8z", pot);
  s.oval(100, 108, 42, 6, dark(pot, 0.25));
  s.path("M60 104q40 10 80 0l-1 6q-39 8-78 0z", dark(leaf, 0.2), "flat");
  s.shine("M68 118h7l4 36h-6z", 0.35);
};

export const seedPacket: Shape = (s, [paper = p.cream, bloom = p.coral, leaf = p.leaf]) => {
  s.shadow(100, 50);
  s.turned(-6, 100, 150, () => {
    s.body("M58 34h84v120q0 4-4 4h-76q-4 0-4-4z", paper);
    s.path("M58 34h84v14h-84z", dark(paper, 0.14), "flat");
    s.path("M66 56h68v66h-68z", light(leaf, 0.62), "top");
    s.line("M100 120V84M100 112q-14-2-18-12M100 106q14-2 18-12", leaf, 3.5);
    for (const [x, y] of [
      [100, 68],
      [88, 78],
      [112, 78],
      [92, 92],
      [108, 92],
    ]) {
      s.oval(x, y, 9, 9, bloom, "ball");
    }
    s.oval(100, 82, 6, 6, p.mustard, "ball");
    s.line("M76 134h48M84 145h32", dark(paper, 0.5), 3);
  });
};

export const hose: Shape = (s, [tube = p.leaf, nozzle = p.mustard]) => {
  s.shadow(96, 72);
  for (const y of [144, 130, 116]) {
    s.oval(92, y, 62, 17, dark(tube, 0.2));
    s.line(`M30 ${y - 2}a62 17 0 1 0 124 0a62 17 0 1 0-124 0`, tube, 12);
    s.line(`M34 ${y + 4}q16 12 52 13`, light(tube, 0.45), 2.5);
  }
  s.line("M148 106q18-18 6-44", tube, 11);
  s.turned(-16, 152, 48, () => {
    s.rect(143, 42, 18, 24, 4, p.charcoal);
    s.path("M140 14h24l-4 30h-16z", nozzle);
    s.rect(137, 8, 30, 9, 4, dark(nozzle, 0.2));
  });
};

export const gloves: Shape = (s, [cloth = p.leaf, cuff = p.cream, palm = dark(cloth, 0.25)]) => {
  s.shadow(100, 64);
  const glove = () => {
    s.body(
      "M54 152v-50q-2-16-14-26q-6-6 0-11q6-4 12 2l10 11V44q0-8 7-8t7 8v26V36q0-8 7-8t7 8v34l2-30q1-7 7.500-7t6.500 8l-2 34l5-20q2-7 8-5.500t5 8.500l-8 40q-2 10-2 20v32z",
      cloth,
      "side",
    );
    s.line("M76 72v-6M90 72v-6M105 74l1-6", palm, 2);
    s.rect(50, 128, 64, 30, 5, cuff);
    s.line("M52 138h60M52 148h60", dark(cuff, 0.2), 2);
  };
  s.within("translate(206 4) scale(-1 1)", () => s.turned(-8, 84, 150, glove));
  s.turned(-10, 84, 150, () => s.within("translate(-8 2)", glove));
};

export const raisedBed: Shape = (s, [wood = p.oak, leaf = p.leaf]) => {
  s.shadow(100, 90, 158, 8);
  s.path("M30 96h140l16 18h-172z", p.chocolate, "top");
  for (const x of [36, 66, 96, 126, 156]) {
    s.path(`M${x + 4} 108q-18-8-14-26q16 2 14 26q0-24 16-26q4 20-16 26z`, leaf, "ball");
  }
  s.path("M14 112h172v44h-172z", wood, "top");
  s.line("M14 127h172M14 142h172", dark(wood, 0.3), 2);
  for (const x of [10, 94, 178]) s.rect(x, 106, 12, 53, 2, dark(wood, 0.16));
};

export const birdFeeder: Shape = (s, [roof = p.brick, wood = p.oak]) => {
  s.shadow(100, 44, 176, 5);
  s.line("M100 4v32", p.charcoal, 3);
  s.path("M100 32l60 44h-120z", roof, "top");
  s.path("M100 32l60 44h-16l-44-32-44 32h-16z", light(roof, 0.15), "flat");
  s.glass("M64 76h72v58h-72z", "#f3ead6", 0.7);
  s.path("M66 100q34-10 68 0v34h-68z", p.mustard, "top");
  s.line("M64 76v58M136 76v58", wood, 6);
  s.path("M40 134h120v10q0 6-6 6h-108q-6 0-6-6z", wood, "top");
  s.path("M140 132q-2-20 14-20q10-6 14 2l8 4-8 3q0 12-14 13z", p.sky, "ball");
  s.oval(164, 116, 1.8, 1.8, p.black);
};

export const wheelbarrow: Shape = (s, [tray = p.forest, frame = p.oak]) => {
  s.shadow(98, 82, 162, 7);
  s.line("M186 84L96 122l-44 24M110 118l26 42", dark(frame, 0.1), 7);
  s.line("M160 95l26-11", p.charcoal, 10);
  s.path("M26 70h118q-4 50-32 54h-44q-30-8-42-54z", tray);
  s.path("M26 70q58-18 118 0q-60 12-118 0z", p.chocolate, "top");
  s.path("M52 66q20-26 62-2q-30 8-62 2z", light(p.chocolate, 0.14), "ball");
  s.line("M24 70h122", light(tray, 0.25), 5);
  s.oval(48, 144, 19, 19, p.charcoal, "ball");
  s.oval(48, 144, 8, 8, p.mustard, "ball");
};

export const compostBin: Shape = (s, [body = p.moss, lid = p.charcoal]) => {
  s.shadow(100, 60);
  s.path("M54 66h92l10 86q0 6-6 6h-100q-6 0-6-6z", body);
  s.line("M52 84h96M50 104h100M48 124h104", dark(body, 0.24), 3);
  s.path("M46 60q4-20 54-20t54 20q2 8-4 8h-100q-6 0-4-8z", lid);
  s.rect(86, 34, 28, 9, 4, light(lid, 0.15), "top");
  s.rect(76, 130, 48, 28, 4, dark(body, 0.2));
  s.line("M92 138h16", light(body, 0.3), 4);
  s.line("M100 76q-12 2-8-8", light(body, 0.3), 2);
  s.shine("M64 72h7l-4 80h-8z", 0.22);
};
