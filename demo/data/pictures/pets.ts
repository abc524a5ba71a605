import { dark, light, palette as p } from "./palette";
import type { Shape, Sketch } from "./sketch";

function paw(s: Sketch, x: number, y: number, colour: string) {
  s.within(`translate(${x} ${y})`, () => {
    s.oval(-11, -3, 4, 5.5, colour);
    s.oval(-4, -11, 4, 5.5, colour);
    s.oval(4, -11, 4, 5.5, colour);
    s.oval(11, -3, 4, 5.5, colour);
    s.path("M0-3q12 8 8 14q-4 3-8 0q-4 3-8 0q-4-6 8-14z", colour, "flat");
  });
}

export const petFoodCan: Shape = (s, [label = p.lilac, mark = p.plum]) => {
  s.shadow(100, 58);
  s.path("M48 84h104v66q0 10-52 10t-52-10z", p.silver);
  s.oval(100, 84, 52, 11, light(p.silver, 0.5));
  s.oval(100, 85, 46, 8.5, p.silver, "top");
  s.line("M88 84q12-6 24 0", dark(p.silver, 0.3), 4);
  s.body("M48 96q52 12 104 0v46q-52 12-104 0z", label);
  s.oval(100, 125, 21, 19, p.white, "ball");
  paw(s, 100, 126, mark);
  s.shine("M57 103h7v44h-7z", 0.4);
};

export const petFoodSack: Shape = (s, [bag = p.coral, label = p.cream, mark = p.rust]) => {
  s.shadow(100, 58);
  s.body("M52 50h96l5 102q0 6-6 6h-94q-6 0-6-6z", bag);
  s.path("M54 34h92l2 18h-96z", dark(bag, 0.14));
  s.line("M54 42h92", dark(bag, 0.35), 1.5);
  s.path("M66 74h68v66h-68z", label, "top");
  s.oval(100, 100, 20, 20, mark, "ball");
  paw(s, 100, 102, label);
  s.line("M82 130h36", dark(label, 0.45), 2.5);
  s.shine("M57 56h6l-4 98h-5z", 0.3);
};

export const leash: Shape = (s, [rope = p.coral, leather = p.walnut]) => {
  s.shadow(100, 66, 158, 8);
  s.line("M70 60q-40 30-22 68q24 36 72 20q46-22 24-56q-26-26-56-2q-22 26 4 40q28 8 38-14", dark(rope, 0.22), 11);
  s.line("M70 58q-40 30-22 68q24 36 72 20q46-22 24-56q-26-26-56-2q-22 26 4 40q28 8 38-14", rope, 9);
  s.line("M70 58q-22-36 12-38q32 4 6 40", leather, 10);
  s.rect(64, 52, 20, 16, 4, dark(leather, 0.15));
  s.line("M130 116q4-12 10-14q12 2 6 14q-6 4-12 0", p.brass, 4);
};

export const collar: Shape = (s, [band = p.navy, tag = p.brass]) => {
  s.shadow(100, 74, 156, 8);
  s.line("M40 98q0-32 60-34q60 2 60 34", dark(band, 0.3), 17);
  s.line("M40 98q0 34 60 36q60-2 60-36", band, 18);
  s.line("M42 104q4 24 58 27q40-2 54-16", light(band, 0.3), 2);
  s.rect(58, 116, 32, 22, 4, p.charcoal, "top");
  s.line("M110 142v8", p.silver, 4);
  s.oval(110, 160, 13, 13, tag, "ball");
  s.line("M104 160h12", dark(tag, 0.4), 2.5);
};

export const petBowl: Shape = (s, [body = p.teal, food = p.walnut]) => {
  s.shadow(100, 78);
  s.body("M52 96h96l24 56q2 6-6 6h-132q-8 0-6-6z", body);
  s.oval(100, 96, 50, 12, light(body, 0.35));
  s.oval(100, 97, 44, 9, dark(body, 0.3));
  s.path("M60 96q10-22 40-22t40 22q-40 12-80 0z", food, "top");
  for (const [x, y] of [
    [80, 86],
    [98, 80],
    [116, 86],
    [90, 94],
    [110, 95],
  ]) {
    s.oval(x, y, 7, 5, light(food, 0.14), "ball");
  }
  s.path("M82 128q-6-5 0-10q5-3 8 2h20q3-5 8-2q6 5 0 10q6 5 0 10q-5 3-8-2h-20q-3 5-8 2q-6-5 0-10z", p.white, "top");
  s.shine("M56 104h7l-16 48h-8z", 0.3);
};

export const petBed: Shape = (s, [bolster = p.denim, cushion_ = p.cream]) => {
  s.shadow(100, 90, 154, 9);
  s.path("M16 122q0-44 84-44t84 44q0 34-84 34t-84-34z", bolster, "ball");
  s.oval(100, 116, 60, 24, dark(bolster, 0.35));
  s.body("M42 118q4-22 58-22t58 22q-6 18-58 18t-58-18z", cushion_, "top");
  s.path("M58 130q-12 22 0 27h84q12-5 0-27q-42 12-84 0z", light(bolster, 0.1), "top");
  s.line("M28 104q4 10 2 26M172 104q-4 10-2 26M100 140v16", dark(bolster, 0.2), 2);
};

export const bone: Shape = (s, [body = p.cream]) => {
  s.shadow(100, 76, 150, 8);
  s.turned(-24, 100, 106, () => {
    s.path(
      "M58 92q-18-26-36-6q-8 14 4 20q-12 8-4 20q18 20 36-6h84q18 26 36 6q8-12-4-20q12-6 4-20q-18-20-36 6z",
      body,
      "top",
    );
    s.line("M60 99h78", light(body, 0.6), 4);
  });
};

export const ropeToy: Shape = (s, [first = p.red, second = p.cream]) => {
  s.shadow(100, 80, 152, 8);
  s.turned(-16, 100, 108, () => {
    s.line("M44 108h112", first, 19);
    for (let x = 48; x < 156; x += 18) s.line(`M${x} 116l10-16`, second, 6);
    for (const x of [40, 160]) s.oval(x, 108, 18, 18, first, "ball");
    for (const x of [40, 160]) s.line(`M${x - 8} 116l14-18M${x + 2} 120l10-14`, second, 4);
    s.line("M24 102l-12-8M22 108h-14M24 114l-12 8M176 102l12-8M178 108h14M176 114l12 8", second, 4);
  });
};

export const catTree: Shape = (s, [plush = p.oat, post = p.sand]) => {
  s.shadow(100, 66, 162, 8);
  s.rect(44, 148, 112, 12, 5, plush, "top");
  s.rect(66, 66, 18, 84, 3, post);
  s.rect(122, 104, 18, 46, 3, post);
  s.line(`M66 72${"q9 4 18 0m-18 7".repeat(11)}`, dark(post, 0.25), 2);
  s.line(`M122 112${"q9 4 18 0m-18 7".repeat(5)}`, dark(post, 0.25), 2);
  s.rect(94, 94, 70, 13, 6, plush, "top");
  s.rect(38, 56, 74, 13, 6, plush, "top");
  s.path("M60 56q-4-30 10-34l2-10 8 8h6l8-8 1 12q10 14 4 32z", p.charcoal, "ball");
  s.oval(75, 28, 2, 2.5, p.lime);
  s.oval(87, 28, 2, 2.5, p.lime);
  s.line("M148 106v18", p.graphite, 1.5);
  s.oval(148, 130, 7, 7, p.coral, "ball");
};

export const wand: Shape = (s, [feather = p.turquoise, second = p.coral, stick = p.beech]) => {
  s.shadow(90, 60, 160, 7);
  s.line("M36 156L118 40", stick, 6);
  s.line("M118 40q36-18 34 40", p.graphite, 2);
  s.path("M152 84q-26 22-22 56q24-10 22-56z", feather, "ball");
  s.path("M152 84q26 20 22 58q-24-14-22-58z", second, "ball");
  s.path("M152 84q-12 30 0 66q12-36 0-66z", p.mustard, "ball");
  s.oval(152, 84, 7, 7, p.brass, "ball");
};

export const petCarrier: Shape = (s, [shell = p.sage, door = p.charcoal]) => {
  s.shadow(100, 82);
  s.line("M78 62q0-22 22-22t22 22", door, 8);
  s.path("M26 84q0-24 24-24h100q24 0 24 24v24h-148z", shell, "top");
  s.path("M26 108h148v38q0 12-12 12h-124q-12 0-12-12z", dark(shell, 0.16), "top");
  s.rect(22, 104, 156, 8, 4, light(shell, 0.25), "top");
  s.rect(44, 76, 60, 68, 12, door, "top");
  s.line("M56 84v52M68 82v56M80 82v56M92 84v52M48 100h52M48 120h52", p.silver, 3);
  s.line("M124 78h34M124 88h34M124 126h34M124 136h34", dark(shell, 0.35), 4);
};

export const fishTank: Shape = (s, [fish = p.orange, gravel = p.sand]) => {
  s.shadow(100, 82);
  s.path("M28 74h144v80q0 4-4 4h-136q-4 0-4-4z", "#a9d5de", "top");
  s.path("M28 140q36-10 72-2t72-4v20q0 4-4 4h-136q-4 0-4-4z", gravel, "top");
  s.line("M52 142q-10-20 0-36q8-14 0-24M62 142q10-18 2-34M148 138q-8-20 2-38", p.leaf, 4);
  s.path("M88 108q18-18 38 0q6-8 14-10q-4 10 0 22q-8-2-14-10q-20 18-38-2z", fish, "ball");
  s.oval(97, 106, 2, 2, p.black);
  s.oval(80, 92, 3, 3, p.white);
  s.oval(76, 82, 2, 2, p.white);
  s.glass("M26 56h148v98q0 4-4 4h-140q-4 0-4-4z", "#dff1f4", 0.2);
  s.rect(22, 48, 156, 12, 4, p.charcoal, "top");
  s.shine("M34 66h8v84h-8z", 0.4);
};

export const litterScoop: Shape = (s, [body = p.charcoal]) => {
  s.shadow(100, 64, 158, 7);
  s.turned(34, 100, 100, () => {
    s.rect(92, 16, 16, 78, 8, body);
    s.path("M66 92h68q4 40-8 78h-52q-12-38-8-78z", light(body, 0.12), "side");
    s.line("M80 112v46M93 112v48M107 112v48M120 112v46", p.cream, 5);
    s.oval(100, 28, 3.5, 3.5, p.cream);
  });
};
