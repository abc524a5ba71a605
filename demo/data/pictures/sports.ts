import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const runningShoe: Shape = (s, [upper = p.coral, sole = p.white, accent = p.navy]) => {
  s.shadow(100, 86, 154, 8);
  s.path("M16 134q0-8 8-8h148q16 4 16 14q0 14-16 14h-136q-20 0-20-20z", sole, "top");
  s.path("M18 146q80 8 168-2q-4 10-14 10h-136q-12 0-18-8z", accent, "top");
  s.body("M22 128q-6-34 2-58q14 10 28 4q8-8 18-10l42 38q14 8 44 12q24 4 26 18q-80 6-160-4z", upper, "top");
  s.path("M22 128q-6-34 2-58q10 8 20 6q-4 26 6 55z", accent, "top");
  s.path("M70 64l42 38-10 10q-24-16-40-42z", light(upper, 0.4), "flat");
  s.line("M76 84l14-6M84 94l14-6M94 102l12-7", p.white, 4);
  s.line("M56 122q30-4 40-28M76 126q34-4 48-16", accent, 4);
  s.shine("M150 116q24 2 30 12q-16-6-34-6z", 0.4);
};

export const yogaMat: Shape = (s, [mat = p.lavender, strap = p.charcoal]) => {
  s.shadow(100, 88, 154, 9);
  s.body("M20 130h120l40 22h-122z", light(mat, 0.12), "top");
  s.path("M34 78h122q16 8 16 31t-16 31h-122q-16-8-16-31t16-31z", mat, "top");
  s.rect(58, 77, 12, 64, 3, strap, "top");
  s.rect(118, 77, 12, 64, 3, strap, "top");
  s.oval(158, 109, 18, 31, light(mat, 0.18), "ball");
  s.line("M158 109q8-2 7 10q-3 12-10 8q-8-8-6-24q4-16 12-12q10 8 8 32", dark(mat, 0.3), 2);
};

export const dumbbells: Shape = (s, [coat = p.teal, second = coat]) => {
  s.shadow(100, 84, 156, 8);
  const bell = (y: number, colour: string) => {
    s.rect(70, y + 16, 60, 12, 4, p.silver, "top");
    s.path(`M32 ${y + 10}l12-12h24l12 12v24l-12 12h-24l-12-12z`, colour, "top");
    s.path(`M120 ${y + 10}l12-12h24l12 12v24l-12 12h-24l-12-12z`, colour, "top");
    s.line(`M44 ${y + 4}h24M132 ${y + 4}h24`, light(colour, 0.35), 2.5);
  };
  s.within("translate(8 -42)", () => bell(104, second));
  bell(110, coat);
};

export const kettlebell: Shape = (s, [iron = p.charcoal, band = p.mustard]) => {
  s.shadow(100, 54);
  s.line("M76 84q-12-46 24-48q36 2 24 48", iron, 13);
  s.line("M74 72q-2-26 20-30", light(iron, 0.3), 3);
  s.path("M100 66q48 4 48 50q0 26-18 40q-30 6-60 0q-18-14-18-40q0-46 48-50z", iron, "ball");
  s.oval(100, 116, 24, 24, band, "ball");
  s.oval(100, 116, 15, 15, iron, "ball");
};

export const foamRoller: Shape = (s, [foam = p.turquoise, core = p.charcoal]) => {
  s.shadow(100, 84, 152, 9);
  s.path("M42 76h112v76h-112q-20-10-20-38t20-38z", foam, "top");
  for (let x = 46; x < 130; x += 19)
    s.path(`M${x} 84h11v16h-11zM${x + 5} 108h11v16h-11zM${x} 132h11v14h-11z`, dark(foam, 0.16), "flat");
  s.oval(154, 114, 22, 38, light(foam, 0.15), "ball");
  s.oval(155, 114, 13, 24, core, "ball");
  s.oval(157, 114, 9, 18, dark(core, 0.5));
};

export const tent: Shape = (s, [fly = p.orange, door = p.cream]) => {
  s.shadow(100, 90, 158, 8);
  s.path("M74 50q58 8 112 104q0 4-4 4h-60z", dark(fly, 0.16), "side");
  s.path("M74 50q-34 44-60 104q0 4 4 4h108q-16-62-52-108z", fly, "top");
  s.path("M74 70q-18 40-26 88h58q-10-52-32-88z", p.charcoal, "top");
  s.path("M74 70q-18 40-26 88h14q20-40 12-88z", door, "top");
  s.line("M74 50q-34 44-60 104M74 50q36 46 52 108M74 50q58 8 112 104", light(fly, 0.4), 2.5);
  s.line("M14 154l-10 8M186 154l10 8", p.graphite, 2);
};

export const backpack: Shape = (s, [body = p.forest, trim = p.charcoal, strap = p.mustard]) => {
  s.shadow(100, 54);
  s.line("M88 32q0-14 12-14t12 14", trim, 6);
  s.rect(38, 96, 22, 54, 10, dark(body, 0.2));
  s.rect(140, 96, 22, 54, 10, dark(body, 0.28));
  s.path("M52 74q0-30 48-30t48 30v70q0 14-14 14h-68q-14 0-14-14z", body);
  s.body("M56 42q0-14 44-14t44 14l4 30q-48 12-96 0z", light(body, 0.1), "top");
  s.path("M64 108h72v38q0 8-8 8h-56q-8 0-8-8z", dark(body, 0.14), "top");
  s.line("M76 62v40M124 62v40", strap, 5);
  s.rect(70, 88, 12, 10, 2, p.silver);
  s.rect(118, 88, 12, 10, 2, p.silver);
  s.line("M66 118h68", trim, 3);
};

export const sleepingBag: Shape = (s, [shell = p.denim, lining = p.orange]) => {
  s.shadow(100, 74, 158, 8);
  s.path("M58 44h84q20 6 20 54t-20 58h-84q-20-10-20-58t20-54z", shell, "top");
  s.line("M40 82h120M38 104h124M40 126h118", dark(shell, 0.2), 3);
  s.rect(62, 43, 13, 114, 4, p.charcoal);
  s.rect(124, 43, 13, 114, 4, p.charcoal);
  s.path("M84 43h32v114h-32z", lining, "top");
  s.line("M92 92h16M92 102h16M92 112h10", light(lining, 0.6), 3);
};

export const headlamp: Shape = (s, [body = p.charcoal, band = p.lime]) => {
  s.shadow(100, 66, 158, 7);
  s.line("M100 52q70 2 62 52q-4 34-62 36q-58-2-62-36q-8-50 62-52z", dark(band, 0.2), 14);
  s.line("M38 104q4 34 62 36q58-2 62-36", band, 15);
  s.rect(70, 108, 60, 46, 12, body, "top");
  s.oval(92, 131, 16, 16, p.silver, "ball");
  s.oval(92, 131, 11, 11, "#fff3c4", "ball");
  s.oval(119, 123, 5, 5, p.red, "ball");
  s.rect(113, 135, 12, 7, 3, p.graphite);
};

export const jumpRope: Shape = (s, [handle = p.coral, rope = p.charcoal]) => {
  s.shadow(100, 70, 160, 8);
  s.line("M58 74q-40 76 20 78q60 0 40-40q-18-30-44-4q-20 34 34 44q70 6 34-78", rope, 4);
  s.turned(-14, 58, 52, () => {
    s.rect(49, 22, 18, 56, 8, handle);
    s.rect(51, 72, 14, 8, 3, p.charcoal);
    s.line("M50 36h16M50 46h16", dark(handle, 0.25), 2);
  });
  s.turned(14, 142, 52, () => {
    s.rect(133, 22, 18, 56, 8, handle);
    s.rect(135, 72, 14, 8, 3, p.charcoal);
    s.line("M134 36h16M134 46h16", dark(handle, 0.25), 2);
  });
};

export const bands: Shape = (s, [first = p.mint, second = p.coral, third = p.denim]) => {
  s.shadow(100, 78, 158, 8);
  for (const [y, colour] of [
    [132, third],
    [106, second],
    [80, first],
  ] as const) {
    s.line(`M42 ${y}q58-16 116 0q8 8 0 14q-58 14-116 0q-8-8 0-14z`, dark(colour, 0.25), 13);
    s.line(`M40 ${y + 6}q0 8 60 12q60-4 60-12`, colour, 13);
  }
};

export const tshirt: Shape = (s, [cloth = p.sky, trim = p.navy]) => {
  s.shadow(100, 52, 172, 5);
  s.body("M70 34q30 18 60 0l42 24-16 34-18-8v76q-38 8-76 0v-76l-18 8-16-34z", cloth, "top");
  s.path("M70 34q30 18 60 0l-6-4q-24 14-48 0z", trim, "top");
  s.line("M66 84v70M134 84v70", dark(cloth, 0.2), 2);
  s.shade("M118 40l12-6 42 24-16 34-18-8v76q-10 2-18 2q10-62-2-122z", 0.07);
  s.line("M116 68h12", trim, 4);
};

export const socks: Shape = (s, [knit = p.rust, cuff = p.cream]) => {
  s.shadow(100, 72);
  const sock = () => {
    s.body("M64 34h36v66q2 8 20 20q20 12 14 26q-4 12-20 10q-14-2-36-16q-16-10-14-30z", knit, "side");
    s.rect(61, 30, 42, 18, 6, cuff);
    s.path("M118 118q22 12 16 28q-4 12-20 10q-4 0-9-2q14-12 13-36z", cuff, "flat");
    s.path("M64 104q8 14-4 18q2 8 8 14q22-16 10-36q-6-4-14 4z", cuff, "flat");
  };
  s.within("translate(26 -6)", sock);
  s.within("translate(-14 2)", sock);
};

export const cap: Shape = (s, [cloth = p.navy, brim = dark(cloth, 0.15)]) => {
  s.shadow(104, 76, 150, 8);
  s.path("M98 118q60-6 88 18q4 8-4 10q-50-16-96-6z", brim, "top");
  s.body("M30 138q-6-76 64-78q62 4 60 66q-2 8-12 8q-50-4-96 10q-14 2-16-6z", cloth, "ball");
  s.line("M94 60q-24 30-22 78M94 60q32 24 36 72", dark(cloth, 0.22), 2);
  s.oval(94, 60, 6, 4, brim, "ball");
};

export const campStove: Shape = (s, [body = p.orange, pot = p.silver]) => {
  s.shadow(100, 52);
  s.rect(74, 112, 52, 46, 8, body);
  s.rect(82, 124, 36, 20, 3, light(body, 0.6), "top");
  s.line("M88 112v-10h24v10", p.graphite, 6);
  s.line("M64 98h72M74 98l-8-10M126 98l8-10", p.charcoal, 5);
  s.path("M84 96q4-12 8 0q4-14 8 0q4-14 8 0q4-12 8 0z", p.sky, "ball");
  s.line("M142 62h36", p.charcoal, 7);
  s.path("M56 44h88v38q0 8-8 8h-72q-8 0-8-8z", pot);
  s.rect(52, 38, 96, 9, 4, light(pot, 0.3));
  s.shine("M64 50h7v36q-7 0-7-5z", 0.5);
};

export const bikeHelmet: Shape = (s, [shell = p.red, vent = p.charcoal]) => {
  s.shadow(100, 76, 154, 8);
  s.line("M52 124q8 32 40 30M148 122q-20 34-56 32", vent, 4);
  s.path("M24 118q0-68 80-68q70 4 74 66q0 12-16 10q-60-10-122 4q-16 2-16-12z", shell, "ball");
  s.path("M60 106q8-36 34-46q-14 24-16 44zM94 100q4-30 18-44q6 24 2 44zM130 102q4-24 0-40q20 14 24 40z", vent, "top");
  s.shine("M34 108q6-30 30-42q-18 20-20 42z", 0.4);
};

export const sportsWatch: Shape = (s, [strap = p.charcoal, face = p.ink, accent = p.lime]) => {
  s.shadow(100, 40, 172, 6);
  s.path("M78 16h44l6 48h-56zM72 130h56l-6 42q0 4-4 4h-36q-4 0-4-4z", strap);
  for (const y of [148, 157, 166]) s.oval(100, y, 2.5, 2.5, dark(strap, 0.5));
  s.oval(100, 97, 45, 45, p.graphite, "ball");
  s.oval(100, 97, 37, 37, face, "ball");
  s.line("M100 67a30 30 0 1 1-29 22", accent, 5);
  s.line("M84 90v14M92 90h8v14h-8zM110 90h8v7h-8v7h8M104 93v1M104 101v1", p.white, 3);
  s.rect(144, 90, 6, 14, 3, p.silver);
};

export const runningVest: Shape = (s, [cloth = p.lime, trim = p.charcoal, flask = p.sky]) => {
  s.shadow(100, 50, 172, 5);
  s.body(
    "M62 28q10-4 18 0l8 46v84q-24 4-34-4q2-60 0-80zM138 28q-10-4-18 0l-8 46v84q24 4 34-4q-2-60 0-80z",
    cloth,
    "top",
  );
  s.line("M80 30q20 14 40 0", trim, 6);
  s.line("M90 92h20M90 126h20", trim, 4);
  for (const x of [60, 118]) {
    s.rect(x, 78, 22, 58, 9, flask);
    s.rect(x + 6, 66, 10, 14, 4, p.white);
    s.path(`M${x - 3} 96h28v42q0 8-8 8h-12q-8 0-8-8z`, trim, "top");
  }
};
