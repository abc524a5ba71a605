import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const chocolateBar: Shape = (s, [wrapper = p.berry, label = p.cream]) => {
  s.shadow(100, 52);
  s.turned(7, 100, 150, () => {
    s.path("M66 26h68v60h-68z", p.chocolate, "top");
    s.line("M66 46h68M66 66h68M89 26v60M111 26v60", dark(p.chocolate, 0.4), 2);
    s.path("M62 60l6-4 6 5 6-6 6 5 7-5 6 6 7-6 6 5 7-5 6 5 6-5 7 4v14h-76z", p.silver, "top");
    s.body("M60 70h80v84q0 4-4 4h-72q-4 0-4-4z", wrapper);
    s.path("M72 92h56v36h-56z", label, "top");
    s.line("M84 104h32M90 114h20", dark(label, 0.5), 2.5);
    s.shine("M65 74h6v80h-6z", 0.25);
  });
};

export const can: Shape = (s, [label = p.red, metal = p.silver, mark = p.cream]) => {
  s.shadow(100, 50);
  s.path("M58 56h84v92q0 10-42 10t-42-10z", metal);
  s.oval(100, 56, 42, 9, light(metal, 0.5));
  s.oval(100, 57, 37, 7, metal, "top");
  s.body("M58 70q42 10 84 0v70q-42 10-84 0z", label);
  s.oval(100, 106, 22, 20, mark, "ball");
  s.oval(100, 109, 10, 9, label, "ball");
  s.path("M92 99q8-8 16 0q-8 4-16 0z", p.leaf);
  s.shine("M66 76h7v68h-7z", 0.4);
};

export const spiceJars: Shape = (s, [first = p.rust, second = p.mustard, third = p.moss]) => {
  s.shadow(100, 78);
  const jar = (x: number, colour: string) =>
    s.within(`translate(${x})`, () => {
      s.path("M32 92h40v62q0 2-2 2h-36q-2 0-2-2z", colour);
      s.glass("M29 84q0-6 6-8h34q6 2 6 8v68q0 6-6 6h-34q-6 0-6-6z", "#eef6f6", 0.12);
      s.rect(33, 58, 38, 19, 4, p.charcoal);
      s.rect(36, 108, 32, 28, 2, p.white, "top");
      s.line("M42 118h20M45 127h14", p.grey, 2);
      s.shine("M33 86h5v66h-5z", 0.5);
    });
  jar(0, first);
  jar(48, second);
  jar(96, third);
};

/** A tall clear bottle with a pour spout: oil, vinegar, syrup. */
export const oilBottle: Shape = (s, [liquid = p.olive, label = p.cream, cap = p.brass]) => {
  s.shadow(100, 40);
  s.path("M70 84q0-12 14-18q6-4 6-10h20q0 6 6 10q14 6 14 18v68q0 6-6 6h-48q-6 0-6-6z", liquid);
  s.glass("M90 34h20v22q0 6 6 10q14 6 14 18v68q0 6-6 6h-48q-6 0-6-6v-68q0-12 14-18q6-4 6-10z", "#eef6f0", 0.16);
  s.rect(87, 22, 26, 16, 4, cap);
  s.body("M70 92h60v42h-60z", label);
  s.oval(94, 108, 6, 8, liquid, "ball");
  s.oval(106, 106, 5, 7, dark(liquid, 0.15), "ball");
  s.line("M86 124h28", dark(label, 0.45), 2.5);
  s.shine("M77 84q2-6 8-9v78h-8z", 0.35);
};

export const honeyJar: Shape = (s, [honey = p.amber, lid = p.mustard]) => {
  s.shadow(96, 52);
  s.path("M58 88h76q8 30 0 66h-76q-8-36 0-66z", honey);
  s.glass("M60 74h72q6 4 6 14q5 32-2 64q-1 6-6 6h-68q-5 0-6-6q-7-32-2-64q0-10 6-14z", "#fff3d8", 0.2);
  s.rect(62, 56, 68, 18, 5, lid);
  s.path("M74 102l22-12 22 12v26l-22 12-22-12z", p.cream, "top");
  s.line("M96 102l10 6v12l-10 6-10-6v-12z", honey, 3);
  s.shine("M62 84h6q-4 34 0 68q-9-34-6-68z", 0.45);
  s.line("M156 58l-14 92", p.oak, 5);
  s.oval(157, 50, 10, 15, p.oak, "ball");
  s.line("M148 44q9 5 18 2M147 51q10 5 20 2M149 58q8 4 16 2", dark(p.oak, 0.35), 2);
};
