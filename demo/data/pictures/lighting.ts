import { dark, light, palette as p } from "./palette";
import type { Shape, Sketch } from "./sketch";

const WARM = "#ffe9b0";

function glow(s: Sketch, cx: number, cy: number, rx: number, ry = rx) {
  s.within(`translate(${cx} ${cy}) scale(${rx} ${ry})`, () => {
    for (const [r, opacity] of [
      [1, 0.14],
      [0.72, 0.18],
      [0.45, 0.24],
    ]) {
      s.glow(r, WARM, opacity);
    }
  });
}

export const tableLamp: Shape = (s, [base = p.terracotta, shade = p.cream]) => {
  s.shadow(100, 50);
  glow(s, 100, 78, 82, 66);
  s.line("M100 92v16", p.brass, 5);
  s.body("M86 104h28q18 14 18 32q0 22-20 22h-24q-20 0-20-22q0-18 18-32z", base, "ball");
  s.path("M72 34h56l20 62q-48 10-96 0z", shade);
  s.path("M78 38h44l16 52q-38 8-76 0z", WARM, "flat");
  s.path("M72 34h56l20 62q-48 10-96 0z", "#fff2d099", "flat");
  s.oval(100, 34, 28, 4, light(shade, 0.3));
  s.line("M52 96q48 10 96 0", dark(shade, 0.15), 2);
  s.shine("M76 116q4-5 8-7q-6 22 0 44q-16-14-8-37z", 0.3);
};

export const floorLamp: Shape = (s, [stand = p.charcoal, shade = p.oat]) => {
  s.shadow(112, 46, 174, 7);
  glow(s, 74, 64, 70, 58);
  s.oval(112, 172, 30, 6, stand, "top");
  s.line("M112 170V44q0-22-20-22h-8q-10 0-10 12", stand, 5);
  s.path("M62 36h24l22 40q-34 10-68 0z", shade);
  s.oval(74, 77, 34, 5.5, WARM);
  s.shine("M64 42h6l-14 34h-8z", 0.35);
};

export const pendant: Shape = (s, [shade = p.forest, inner = p.brass]) => {
  glow(s, 100, 130, 80, 54);
  s.line("M100 0v54", p.charcoal, 3);
  s.rect(93, 48, 14, 16, 4, inner);
  s.path("M36 124q4-62 64-62t64 62q-64 16-128 0z", shade);
  s.oval(100, 124, 64, 10, inner, "top");
  s.oval(100, 125, 56, 7, WARM);
  s.oval(100, 128, 15, 12, "#fff6da", "ball");
  s.shine("M50 116q6-36 32-46q-20 18-22 46z", 0.35);
  s.shadow(100, 60, 176, 5);
};

export const deskLamp: Shape = (s, [metal = p.mustard, joint = p.charcoal]) => {
  s.shadow(74, 50);
  glow(s, 142, 112, 50, 46);
  s.path("M42 150q0-8 32-8t32 8v4q0 4-4 4h-56q-4 0-4-4z", metal, "top");
  s.line("M74 144L54 94M54 94l58-46", dark(metal, 0.1), 6);
  s.oval(54, 94, 7, 7, joint, "ball");
  s.oval(112, 48, 7, 7, joint, "ball");
  s.turned(38, 122, 62, () => {
    s.path("M112 44h22l20 36q-31 12-62 0z", metal);
    s.oval(123, 81, 31, 5, WARM);
    s.shine("M114 48h6l-12 32h-8z", 0.4);
  });
};

export const bulb: Shape = (s, [glass = p.amber]) => {
  s.shadow(100, 34);
  glow(s, 100, 78, 74);
  s.path("M100 24q44 2 44 46q0 22-16 38q-8 8-8 18h-40q0-10-8-18q-16-16-16-38q0-44 44-46z", light(glass, 0.62), "ball");
  s.line("M92 124l-8-40 8 8 8-10 8 10 8-8-8 40", glass, 3);
  s.rect(80, 126, 40, 22, 4, p.brass);
  s.line("M80 133h40M80 140h40", dark(p.brass, 0.3), 2);
  s.path("M88 148h24l-4 10h-16z", p.charcoal);
  s.shine("M70 60q4-20 22-26q-14 14-14 36z", 0.7);
};

export const lantern: Shape = (s, [metal = p.charcoal, light_ = WARM]) => {
  s.shadow(100, 48);
  glow(s, 100, 104, 72);
  s.line("M82 46q0-24 18-24t18 24", metal, 5);
  s.path("M60 62q10-18 40-18t40 18v8h-80z", metal);
  s.rect(58, 144, 84, 14, 4, metal);
  s.glass("M66 70h68v74h-68z", light_, 0.5);
  s.rect(88, 106, 24, 38, 4, p.cream);
  s.path("M100 80q12 14 0 26q-12-12 0-26z", p.orange, "ball");
  s.line("M66 70v74M134 70v74M100 70v4", metal, 5);
  s.shine("M74 76h6v62h-6z", 0.5);
};

export const stringLights: Shape = (s, [cord = p.charcoal, lamp = p.amber]) => {
  s.line("M-4 44q52 52 104 26t104-34", cord, 3);
  s.line("M-4 100q56 48 108 24t100-34", cord, 3);
  for (const [x, y] of [
    [24, 66],
    [66, 80],
    [112, 67],
    [158, 48],
    [28, 122],
    [76, 134],
    [122, 118],
    [168, 102],
  ]) {
    s.within(`translate(${x} ${y})`, () => {
      s.glow(17, WARM, 0.5);
      s.path("M-5 4h10q8 16-5 24q-13-8-5-24z", light(lamp, 0.5), "ball");
      s.path("M-5-2h10v8h-10z", p.charcoal, "flat");
    });
  }
};

export const mushroomLamp: Shape = (s, [cap = p.coral, stem = p.white]) => {
  s.shadow(100, 52);
  glow(s, 100, 108, 76, 58);
  s.path("M86 96h28q4 34 14 54q2 8-8 8h-40q-10 0-8-8q10-20 14-54z", stem);
  s.body("M34 98q0-58 66-58t66 58q-66 18-132 0z", cap, "ball");
  s.path("M34 98q66 18 132 0q-10 14-66 14t-66-14z", WARM, "flat");
  s.shine("M50 86q6-26 34-34q-20 14-22 36z", 0.4);
};

export const sconce: Shape = (s, [metal = p.brass, shade = p.white]) => {
  glow(s, 108, 76, 78);
  s.rect(84, 92, 32, 60, 14, metal);
  s.line("M100 118q34 0 34-22", dark(metal, 0.15), 6);
  s.oval(134, 78, 30, 30, shade, "ball");
  s.oval(134, 80, 22, 22, "#fff3cf99");
  s.oval(100, 136, 5, 5, dark(metal, 0.3));
  s.rect(124, 102, 20, 8, 3, metal);
};

export const bookLight: Shape = (s, [body = p.charcoal, page = p.cream]) => {
  s.shadow(98, 76);
  s.path("M28 112q36-14 70 4q34-18 72-4v42q-38-10-72 4q-34-14-70-4z", p.denim, "top");
  s.path("M34 106q34-12 64 4v42q-30-14-64-4zM98 110q32-16 66-4v42q-34-10-66 4z", page, "top");
  s.line(
    "M44 116q24-6 44 2M44 126q24-6 44 2M44 136q24-6 44 2M108 118q24-8 46-2M108 128q24-8 46-2M108 138q24-8 46-2",
    dark(page, 0.25),
    1.5,
  );
  glow(s, 84, 104, 46, 36);
  s.line("M128 106q10-66-26-64q-14 2-18 20", body, 5);
  s.rect(118, 96, 20, 18, 4, body);
  s.turned(18, 82, 66, () => {
    s.rect(64, 58, 38, 13, 6, body, "top");
    s.rect(68, 69, 30, 4, 2, WARM, "flat");
  });
};
