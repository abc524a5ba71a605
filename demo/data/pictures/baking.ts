import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const banneton: Shape = (s, [cane = p.beech, cloth = p.cream]) => {
  s.shadow(100, 70);
  s.body("M32 104h136q-4 46-40 54h-56q-36-8-40-54z", cane);
  for (let ring = 0; ring < 5; ring++) {
    const y = 112 + ring * 9;
    const inset = ring * ring * 1.5;
    s.line(`M${36 + inset} ${y}q64 14 ${128 - inset * 2} 0`, dark(cane, 0.22), 2);
  }
  s.oval(100, 104, 68, 17, light(cane, 0.2), "top");
  s.oval(100, 103, 60, 13, cloth, "top");
  s.path("M46 101q4-34 54-34t54 34q-22 10-54 10t-54-10z", light(p.sand, 0.35), "ball");
  s.line("M82 82q16-8 34 0M74 92q26-8 52 0", p.white, 3);
};

export const loaf: Shape = (s, [crust = p.amber]) => {
  s.shadow(100, 74);
  s.path("M28 128q2-50 72-52t72 52q2 28-20 30h-104q-22-2-20-30z", crust, "ball");
  for (const x of [58, 84, 110, 136]) s.line(`M${x} 92q12 10 6 34`, light(crust, 0.6), 6);
  s.shine("M42 116q8-26 40-32q-26 12-32 34z", 0.25);
};

export const loafPan: Shape = (s, [body = p.graphite, inside = dark(body, 0.3)]) => {
  s.shadow(100, 80);
  s.path("M24 104h152l-12 50q-1 4-6 4h-116q-5 0-6-4z", body);
  s.path("M30 92h140l8 14h-156z", inside, "top");
  s.line("M30 92h140l8 14h-156z", light(body, 0.3), 4);
  s.shine("M34 112h7l9 42h-6z", 0.3);
};

export const roundTin: Shape = (s, [body = p.silver, inside = dark(body, 0.2)]) => {
  s.shadow(100, 68);
  s.body("M36 98h128v48q0 12-64 12t-64-12z", body);
  s.oval(100, 98, 64, 16, light(body, 0.45));
  s.oval(100, 99, 59, 13, inside, "top");
  s.rect(150, 104, 14, 44, 3, dark(body, 0.3));
  s.line("M157 112v26", light(body, 0.3), 3);
  s.shine("M46 112h8v38q-6-1-8-3z", 0.5);
};

export const muffinTray: Shape = (s, [body = p.graphite, paper = p.blush]) => {
  s.shadow(100, 86, 152, 10);
  s.path("M38 78h124l22 68q2 8-6 8h-156q-8 0-6-8z", dark(body, 0.25), "top");
  s.path("M38 74h124l22 68q2 8-6 8h-156q-8 0-6-8z", body, "top");
  for (const [y, rx, ry, xs] of [
    [90, 17, 7, [62, 100, 138]],
    [110, 19, 8, [56, 100, 144]],
    [133, 21, 9, [50, 100, 150]],
  ] as const) {
    for (const x of xs) {
      s.oval(x, y, rx, ry, light(body, 0.3));
      s.oval(x, y + 1, rx - 3, ry - 2, dark(paper, 0.12));
      s.oval(x, y - 2, rx - 4, ry - 2, paper, "ball");
    }
  }
};

export const bakingSheet: Shape = (s, [metal = p.silver, bake = p.oak]) => {
  s.shadow(100, 88, 150, 10);
  s.path("M40 76h120l26 66q2 8-6 8h-160q-8 0-6-8z", metal, "top");
  s.path("M46 82h108l20 56h-148z", dark(metal, 0.1), "top");
  for (const [x, y, r] of [
    [68, 94, 11],
    [100, 94, 11],
    [132, 94, 11],
    [56, 120, 13],
    [100, 120, 13],
    [144, 120, 13],
  ]) {
    s.oval(x, y + 3, r + 4, r / 2 + 1, dark(metal, 0.35));
    s.oval(x, y, r + 4, r / 2 + 2, bake, "ball");
    s.oval(x - 4, y - 1, 1.8, 1.3, p.chocolate);
    s.oval(x + 5, y + 1, 1.8, 1.3, p.chocolate);
    s.oval(x + 1, y - 3, 1.5, 1.1, p.chocolate);
  }
};

export const coolingRack: Shape = (s, [metal = p.graphite, bread = p.amber]) => {
  s.shadow(100, 84, 158, 8);
  s.line("M30 140v16M170 140v16M50 122v10M150 122v10", metal, 4);
  s.line("M22 140h156M30 132h140M38 124h124M46 117h108", metal, 2.5);
  s.line("M60 114l-16 28M86 114l-8 28M114 114l8 28M140 114l16 28", metal, 2.5);
  s.path("M56 124q-2-44 44-46t44 46q0 8-8 8h-72q-8 0-8-8z", bread, "ball");
  s.line("M76 94q6 8 4 22M98 88q6 8 4 26M120 92q6 8 4 22", light(bread, 0.6), 4);
};

export const rollingPin: Shape = (s, [wood = p.beech, handle = p.oak]) => {
  s.shadow(100, 84, 146, 8);
  s.turned(-22, 100, 112, () => {
    s.rect(6, 106, 188, 12, 6, handle, "top");
    s.rect(30, 94, 140, 36, 10, wood, "top");
    s.shine("M40 99h120q4 0 4 4h-128q0-4 4-4z", 0.5);
    s.shade("M32 120h136q0 10-8 10h-120q-8 0-8-10z", 0.1);
  });
};

export const whisk: Shape = (s, [handle = p.oak, wire = p.grey]) => {
  s.shadow(100, 60, 158, 7);
  s.turned(28, 100, 100, () => {
    s.line("M100 94q-46 44 0 74q46-30 0-74zM100 94q-24 44 0 74q24-30 0-74zM100 94v74", wire, 2.6);
    s.rect(92, 20, 16, 70, 8, handle);
    s.rect(94, 82, 12, 16, 3, p.silver);
    s.shine("M95 28q2-4 4-4v54h-4z", 0.4);
  });
};

export const spatula: Shape = (s, [head = p.coral, handle = p.beech]) => {
  s.shadow(100, 56, 158, 7);
  s.turned(24, 100, 100, () => {
    s.rect(94, 84, 12, 88, 6, handle);
    s.path("M78 34q0-12 14-12h24q6 0 6 8v44q0 18-22 18t-22-18z", head);
    s.shine("M83 38q0-8 6-10v44q0 6 3 10q-9-2-9-12z", 0.4);
  });
};

/** A paper or foil pouch with a label: flour, coffee, kibble, seeds. */
export const pouch: Shape = (s, [bag = p.kraft, label = p.white, mark = p.amber]) => {
  s.shadow(100, 52);
  s.body("M58 58h84q6 46 6 94q0 6-6 6h-84q-6 0-6-6q0-48 6-94z", bag);
  s.path("M60 38h80l2 22h-84z", dark(bag, 0.12));
  s.line("M60 46h80M59 52h82", dark(bag, 0.3), 1.5);
  s.path("M70 80h60v52h-60z", label, "top");
  s.oval(100, 98, 11, 11, mark, "ball");
  s.line("M82 118h36M90 125h20", dark(label, 0.45), 2.5);
  s.shine("M62 64h5q-6 42-5 88h-4q-2-44 4-88z", 0.3);
};

/** A block-bottomed paper sack, rolled at the top. */
export const sack: Shape = (s, [bag = p.cream, band = p.denim, mark = p.straw]) => {
  s.shadow(100, 58);
  s.path("M52 54h96l4 98q0 6-6 6h-92q-6 0-6-6z", bag);
  s.rect(48, 38, 104, 20, 8, dark(bag, 0.06), "top");
  s.line("M56 52h88", dark(bag, 0.2), 1.5);
  s.body("M50 84h100l2 44h-104z", band);
  s.line(
    "M100 120v-28M100 98q-12-2-12-12M100 98q12-2 12-12M100 108q-12-2-12-12M100 108q12-2 12-12M100 118q-12-2-12-12M100 118q12-2 12-12",
    mark,
    3.5,
  );
  s.line("M86 140h28M92 148h16", dark(bag, 0.4), 2.5);
};

export const kitchenScale: Shape = (s, [body = p.charcoal, plate = p.silver]) => {
  s.shadow(100, 74);
  s.path("M44 104h112l14 44q2 10-8 10h-124q-10 0-8-10z", body, "top");
  s.path("M52 88h96l10 30h-116z", plate, "top");
  s.shine("M58 92h60l-8 22h-58z", 0.35);
  s.rect(74, 130, 52, 18, 4, "#b8d8c4", "top");
  s.line("M84 136v6M92 136h6v6h-6zM106 136h6v6h-6M116 142h2", "#28402f", 2);
  s.oval(58, 140, 4, 4, p.grey);
  s.oval(142, 140, 4, 4, p.grey);
};

export const cutters: Shape = (s, [metal = p.copper]) => {
  s.shadow(68, 44, 152, 8);
  s.shadow(138, 38, 156, 8);
  s.line("M64 70l10 22 24 3-18 17 5 24-21-12-21 12 5-24-18-17 24-3z", dark(metal, 0.3), 7);
  s.line("M64 66l10 22 24 3-18 17 5 24-21-12-21 12 5-24-18-17 24-3z", metal, 5);
  s.line("M140 154q-32-20-26-36q8-14 26 0q18-14 26 0q6 16-26 36z", dark(metal, 0.3), 7);
  s.line("M140 150q-32-20-26-36q8-14 26 0q18-14 26 0q6 16-26 36z", light(metal, 0.25), 5);
  s.line("M126 46a20 20 0 1 0 .1 0z", dark(metal, 0.15), 6);
  s.line("M126 43a20 20 0 1 0 .1 0z", light(metal, 0.35), 4);
};

export const standMixer: Shape = (s, [body = p.mint, steel = p.silver]) => {
  s.shadow(100, 76);
  s.path("M126 70h34v70h-34z", dark(body, 0.08));
  s.path("M30 148q0-6 8-6h122q14 0 14 10v6h-144z", dark(body, 0.06), "top");
  s.path("M36 52q0-20 24-20h84q26 0 26 26v8q0 14-14 14h-100q-20 0-20-20z", body, "top");
  s.rect(60, 78, 16, 12, 3, dark(steel, 0.2));
  s.line("M68 90v16", dark(steel, 0.3), 5);
  s.path("M36 100h64q0 40-18 44h-28q-18-4-18-44z", steel);
  s.oval(68, 100, 32, 6, light(steel, 0.5));
  s.oval(150, 54, 7, 7, steel, "ball");
  s.line("M44 64h84", light(body, 0.5), 4);
  s.shine("M44 108h6q0 24 8 34q-13-6-14-34z", 0.5);
};

export const pipingBag: Shape = (s, [bag = p.white, cream = p.pink]) => {
  s.shadow(104, 66, 158, 7);
  s.path("M122 158q0-14 16-14q-2-14 12-20q14 6 12 20q14 2 14 14z", cream, "ball");
  s.turned(-38, 92, 92, () => {
    s.body("M64 34h60q4 0 4 6l-24 88h-20l-24-88q0-6 4-6z", bag);
    s.path("M70 70h48l-16 58h-16z", cream);
    s.path("M86 124h16l-5 24h-6z", p.silver);
    s.line("M66 42h56", dark(bag, 0.25), 3);
  });
};

export const probeThermometer: Shape = (s, [body = p.red, steel = p.silver]) => {
  s.shadow(100, 58, 158, 7);
  s.turned(32, 100, 100, () => {
    s.rect(97, 84, 6, 90, 3, steel);
    s.rect(78, 22, 44, 70, 18, body);
    s.rect(86, 34, 28, 22, 5, "#c4dccb", "top");
    s.line("M92 40v10M98 40h6v10h-6zM109 40h1", "#28402f", 2);
    s.oval(100, 72, 7, 7, light(body, 0.4), "ball");
  });
};

export const lame: Shape = (s, [handle = p.walnut, steel = p.silver]) => {
  s.shadow(100, 70, 152, 7);
  s.turned(-30, 100, 100, () => {
    s.rect(16, 92, 108, 18, 9, handle, "top");
    s.shine("M26 96h88q2 0 2 3h-92q0-3 2-3z", 0.3);
    s.rect(118, 97, 26, 8, 3, dark(steel, 0.2), "top");
    s.path("M136 84q26 6 50 0v26q-24 8-50 2z", steel, "top");
    s.path("M150 96h24", steel);
    s.line("M150 98q10 2 22 0", dark(steel, 0.35), 4);
    s.line("M137 111q26 7 48-1", light(steel, 0.7), 2);
  });
};

export const benchKnife: Shape = (s, [handle = p.beech, steel = p.silver]) => {
  s.shadow(100, 70);
  s.path("M36 74h128v80q0 4-4 4h-120q-4 0-4-4z", steel);
  s.rect(30, 52, 140, 28, 13, handle, "top");
  s.line("M52 148v8M68 150v6M84 148v8M100 150v6M116 148v8M132 150v6M148 148v8", dark(steel, 0.4), 1.5);
  for (const x of [58, 142]) s.oval(x, 66, 4, 4, dark(steel, 0.15), "ball");
  s.shine("M48 84h26l-20 68h-6z", 0.45);
};

export const crock: Shape = (s, [body = p.cream, cap = p.sage]) => {
  s.shadow(100, 46);
  s.body("M60 74h80v76q0 8-8 8h-64q-8 0-8-8z", body);
  s.path("M54 80q-2-26 46-26t46 26q2 8-4 12l-6-6-6 7-7-7-7 7-8-7-8 7-8-7-7 7-7-7-7 7-7-6q-6-4-5-10z", cap, "ball");
  s.line("M60 78q40 6 80 0", p.kraft, 3);
  s.line("M118 108h12M122 120h8M118 132h12", dark(body, 0.35), 2);
  s.shine("M68 96h6v52q-6 0-6-4z", 0.4);
};

export const bakingStone: Shape = (s, [stone = p.oat, wood = p.beech]) => {
  s.shadow(100, 86, 154, 9);
  s.path("M22 134l24-36h112l22 36v8q0 4-4 4h-150q-4 0-4-4z", dark(stone, 0.25), "top");
  s.path("M22 134l24-36h112l22 36z", stone, "top");
  s.oval(101, 116, 50, 14, dark(p.amber, 0.15));
  s.oval(101, 112, 50, 14, p.amber, "ball");
  s.oval(101, 111, 42, 10.5, p.red, "top");
  for (const [x, y] of [
    [82, 108],
    [104, 114],
    [122, 108],
    [98, 105],
  ]) {
    s.oval(x, y, 8, 3, p.cream);
  }
  s.line("M90 113q4-4 8-1M114 111q4-3 7 0", p.leaf, 2.5);
  s.line("M150 150l34-8", wood, 7);
};

export const book: Shape = (s, [cover = p.terracotta, mark = p.cream]) => {
  s.shadow(102, 60);
  s.path("M60 40h88q4 0 4 4v110q0 4-4 4h-88z", p.cream, "top");
  s.line("M148 50v102M144 48v106", dark(p.cream, 0.12), 1);
  s.body("M50 36h90q6 0 6 6v110q0 6-6 6h-90q-6 0-6-6v-110q0-6 6-6z", cover, "top");
  s.shade("M50 36h8v122h-8q-6 0-6-6v-110q0-6 6-6z", 0.18);
  s.line("M74 62h52M82 74h36", mark, 4);
  s.oval(100, 112, 22, 22, mark, "ball");
  s.line("M90 112q10-14 20 0M94 120q6-8 12 0", cover, 3);
  s.shine("M60 36h14l-14 90z", 0.12);
};

export const smallBox: Shape = (s, [box = p.mustard, label = p.cream, mark = p.sage]) => {
  s.shadow(102, 56);
  s.path("M134 62l20-12v94l-20 14z", dark(box, 0.28), "flat");
  s.path("M50 62l22-12h82l-20 12z", light(box, 0.3), "flat");
  s.body("M50 62h84v96h-84z", box);
  s.path("M60 78h64v58h-64z", label, "top");
  s.path("M92 90q18 8 12 26q-18 0-20-12q0-10 8-14z", mark, "top");
  s.line("M76 126h32", dark(label, 0.45), 2.5);
};
