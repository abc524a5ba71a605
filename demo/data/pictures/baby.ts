import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const babyBottle: Shape = (s, [collar = p.sage, milk = p.white]) => {
  s.shadow(100, 38);
  s.path("M92 44q-4-22 8-26q12 4 8 26z", p.sand, "ball");
  s.path("M82 54q2-12 18-12t18 12z", p.sand);
  s.path("M66 102h68v48q0 8-8 8h-52q-8 0-8-8z", milk);
  s.glass("M72 72h56q8 6 8 18v58q0 10-10 10h-52q-10 0-10-10v-58q0-12 8-18z", "#eaf3f5", 0.45);
  s.rect(68, 52, 64, 22, 6, collar);
  s.line("M114 98h12M118 110h8M114 122h12M118 134h8", p.denim, 2.5);
  s.shine("M72 86q2-6 6-8v74q-6 0-6-5z", 0.7);
};

export const onesie: Shape = (s, [cloth = p.cream, trim = p.sage]) => {
  s.shadow(100, 50, 170, 5);
  s.body(
    "M72 38q28 14 56 0l36 26-16 26-16-10v40q0 30-22 38q-4-14-10-14t-10 14q-22-8-22-38v-40l-16 10-16-26z",
    cloth,
    "top",
  );
  s.line("M72 38q28 26 56 0", trim, 5);
  s.line("M37 66l15 24M163 66l-15 24", trim, 5);
  s.line("M90 158q4-14 10-14t10 14", trim, 4);
  for (const y of [76, 92, 108]) s.oval(100, y, 2.6, 2.6, trim, "ball");
};

export const swaddle: Shape = (s, [first = p.sage, second = p.cream]) => {
  s.shadow(100, 74);
  s.path("M40 126h120q8 16 0 32h-120q-10-16 0-32z", second, "top");
  s.body("M40 92q0-20 20-20h80q20 0 20 20v34h-120z", first, "top");
  s.path("M40 92q0-20 20-20h80q20 0 20 20q-60 14-120 0z", light(first, 0.25), "top");
  s.line("M44 142h116", dark(second, 0.15), 2);
  s.path("M84 62h32v100h-32z", dark(second, 0.05), "top");
  s.path("M100 74q-30-26-34-6q0 14 34 6q34 8 34-6q-4-20-34 6z", second, "ball");
  s.oval(100, 75, 8, 7, dark(second, 0.12), "ball");
};

export const pacifier: Shape = (s, [shield = p.sage, ring = p.cream]) => {
  s.shadow(100, 54);
  s.line("M100 112a24 24 0 1 0 .1 0z", dark(ring, 0.1), 8);
  s.path("M46 92q-2-26 24-24q18 6 30 6t30-6q26-2 24 24q-4 26-28 24q-14-6-26-6t-26 6q-24 2-28-24z", shield, "ball");
  s.oval(100, 94, 20, 17, dark(shield, 0.12), "ball");
  s.oval(66, 92, 5, 5, dark(shield, 0.35));
  s.oval(134, 92, 5, 5, dark(shield, 0.35));
  s.path("M88 76q-8-38 12-44q20 6 12 44z", p.sand, "ball");
  s.shine("M54 88q2-14 16-14q-10 6-12 16z", 0.5);
};

export const rattle: Shape = (s, [ring = p.beech, first = p.sage, second = p.coral]) => {
  s.shadow(100, 60);
  s.line("M100 62a44 44 0 1 0 .1 0z", dark(ring, 0.15), 14);
  s.line("M100 60a44 44 0 1 0 .1 0z", ring, 13);
  s.line("M70 76q12-12 28-13", light(ring, 0.5), 3);
  for (const [x, y, colour] of [
    [60, 64, first],
    [82, 48, second],
    [108, 46, p.cream],
    [132, 56, first],
  ] as const) {
    s.oval(x, y, 15, 15, colour, "ball");
  }
};

export const bib: Shape = (s, [cloth = p.mustard, trim = p.cream]) => {
  s.shadow(100, 46, 170, 5);
  s.line("M76 70q-16-40 24-42q40 2 24 42", cloth, 15);
  s.body("M62 66q38 30 76 0q18 10 18 38v22q0 36-56 36t-56-36v-22q0-28 18-38z", cloth, "top");
  s.path("M56 130q44 14 88 0q4 26-44 28q-48-2-44-28z", dark(cloth, 0.14), "top");
  s.line("M56 130q44 14 88 0", trim, 4);
  s.oval(80, 34, 4, 4, trim, "ball");
};

export const cot: Shape = (s, [wood = p.beech, mattress = p.white]) => {
  s.shadow(100, 86, 164, 8);
  s.rect(30, 104, 140, 18, 5, mattress, "top");
  s.path("M34 100q66-10 132 0v8h-132z", p.sage, "top");
  for (let x = 40; x <= 160; x += 15) s.rect(x - 2.5, 58, 5, 78, 2, wood);
  s.rect(24, 50, 152, 10, 5, wood, "top");
  s.rect(24, 132, 152, 12, 5, wood, "top");
  s.rect(20, 36, 12, 128, 5, wood);
  s.rect(168, 36, 12, 128, 5, wood);
};

export const mobile: Shape = (s, [first = p.sky, second = p.mustard, third = p.coral]) => {
  s.shadow(100, 50, 178, 5);
  s.line("M100 0v30M46 44l108-8M46 44v40M82 41v76M120 38v42M154 36v70", p.charcoal, 1.5);
  s.rect(36, 38, 128, 7, 3.5, p.beech, "top");
  s.path("M46 84l6 12 13 2-9 9 2 13-12-6-12 6 2-13-9-9 13-2z", second, "ball");
  s.path("M62 130q0-14 14-14q4-12 18-8q14 2 12 14q8 8-2 14h-32q-10 0-10-6z", p.white, "ball");
  s.path("M120 78a20 20 0 1 0 14 34a16 16 0 1 1-14-34z", first, "ball");
  s.oval(156, 124, 17, 17, third, "ball");
  s.line("M138 124q18 9 36-1", light(third, 0.5), 3);
};

export const babyCarrier: Shape = (s, [cloth = p.denim, strap = p.charcoal]) => {
  s.shadow(100, 48, 170, 6);
  s.line("M72 60Q40 20 54 12M128 60q32-40 18-48", strap, 12);
  s.rect(34, 130, 132, 22, 11, strap, "top");
  s.body("M62 56q38-14 76 0q10 40 2 84q-40 14-80 0q-8-44 2-84z", cloth, "top");
  s.path("M66 58q34-12 68 0l2 18q-36-10-72 0z", light(cloth, 0.25), "top");
  s.path("M74 104h52v28q-26 6-52 0z", dark(cloth, 0.16), "top");
  s.rect(88, 136, 24, 14, 4, p.silver, "top");
};

export const stroller: Shape = (s, [hood = p.sage, frame = p.charcoal]) => {
  s.shadow(100, 72, 168, 7);
  s.line("M168 44q14-2 14 8M168 44l-56 78 32 34M110 122l-44 34", frame, 6);
  s.path("M40 92q0-56 62-52l-10 60z", hood, "ball");
  s.line("M102 40l-34 56M102 40l-58 34", dark(hood, 0.2), 2);
  s.body("M40 92h104q-4 36-38 36h-34q-30-2-32-36z", light(hood, 0.12));
  s.rect(34, 88, 114, 8, 4, dark(hood, 0.2), "top");
  for (const x of [64, 144]) {
    s.oval(x, 154, 17, 17, frame, "ball");
    s.oval(x, 154, 8, 8, p.silver, "ball");
  }
};

export const sippyCup: Shape = (s, [cup = p.sky, lid = p.coral]) => {
  s.shadow(100, 58);
  s.line("M68 92q-28 0-26 24t28 24M132 92q28 0 26 24t-28 24", lid, 9);
  s.body("M64 78h72l-6 72q0 8-8 8h-44q-8 0-8-8z", cup);
  s.path("M58 76q0-14 42-16q42 2 42 16v6h-84z", lid);
  s.path("M90 42q10-4 20 0l4 22h-28z", light(lid, 0.2));
  s.shine("M74 88h7l4 62h-5z", 0.45);
};

export const wellies: Shape = (s, [rubber = p.mustard, sole = p.charcoal]) => {
  s.shadow(100, 76);
  const boot = () => {
    s.path("M60 50h44v58q4 12 26 16q18 4 18 22v4h-88z", rubber);
    s.path("M60 148h88v6q0 6-6 6h-22v-4h-26v4h-28q-6 0-6-6z", sole, "top");
    s.rect(56, 44, 52, 12, 5, dark(rubber, 0.14));
    s.shine("M68 60h7v76h-7z", 0.4);
  };
  s.within("translate(22 -8)", boot);
  s.within("translate(-18 0)", boot);
};

export const kidsBackpack: Shape = (s, [body = p.coral, trim = p.navy]) => {
  s.shadow(100, 58);
  s.line("M80 44q0-22 20-22t20 22", trim, 7);
  s.rect(34, 86, 24, 62, 11, dark(body, 0.2));
  s.rect(142, 86, 24, 62, 11, dark(body, 0.28));
  s.body("M48 84q0-48 52-48t52 48v60q0 14-14 14h-76q-14 0-14-14z", body);
  s.path("M62 104h76v42q0 8-8 8h-60q-8 0-8-8z", dark(body, 0.12), "top");
  s.line("M62 112h76M58 78q42-12 84 0", trim, 4);
  s.rect(95, 110, 10, 14, 3, p.mustard);
  s.shine("M58 84q2-30 26-38q-14 14-16 40z", 0.35);
};

export const soundMachine: Shape = (s, [body = p.white, trim = p.sage]) => {
  s.shadow(100, 58);
  s.path("M46 108q0-50 54-50t54 50v34q0 16-54 16t-54-16z", body);
  s.path("M46 132q54 18 108 0v10q0 16-54 16t-54-16z", trim);
  s.oval(100, 92, 30, 28, dark(body, 0.06), "ball");
  for (const r of [22, 14, 6]) s.line(`M100 ${92 - r}a${r} ${r} 0 1 0 .1 0`, dark(body, 0.28), 2.5);
  s.oval(76, 145, 4, 3, light(trim, 0.6));
  s.oval(100, 148, 5, 3.5, light(trim, 0.6));
  s.oval(124, 145, 4, 3, light(trim, 0.6));
};

export const sleepSack: Shape = (s, [cloth = p.blush, trim = p.rose]) => {
  s.shadow(100, 52, 176, 5);
  s.body("M72 26q28 14 56 0l16 26q-12 8-12 22q22 50 22 76q0 20-54 20t-54-20q0-26 22-76q0-14-12-22z", cloth, "top");
  s.line("M72 26q28 24 56 0M56 52q12 8 12 22M144 52q-12 8-12 22", trim, 5);
  s.line("M100 40v124", trim, 3);
  s.oval(100, 52, 4, 5, p.brass, "ball");
};
