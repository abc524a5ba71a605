import { dark, light, palette as p } from "./palette";
import type { Shape } from "./sketch";

export const soap: Shape = (s, [bar = p.sage, band = p.cream, second = light(bar, 0.45)]) => {
  s.shadow(100, 76);
  const cake = (y: number, colour: string) => {
    s.path(`M36 ${y}q0-12 12-12h92q24 0 24 12v22q0 12-14 12h-100q-14 0-14-12z`, dark(colour, 0.12), "top");
    s.body(`M36 ${y}q0-12 12-12h104q12 0 12 12v6q0 12-12 12h-104q-12 0-12-12z`, colour, "top");
  };
  cake(122, second);
  s.turned(-4, 100, 90, () => cake(84, bar));
  s.turned(-4, 100, 90, () => {
    s.path("M78 71h44v48h-44z", band, "top");
    s.line("M88 86h24M92 94h16", dark(band, 0.5), 2.5);
  });
};

export const pumpBottle: Shape = (s, [body = p.amber, label = p.cream, pump = p.charcoal]) => {
  s.shadow(100, 42);
  s.path("M96 34h8v26h-8z", pump);
  s.path("M70 28q0-6 6-6h34q6 0 6 6v8h-38q-2 0-2 6h-6z", pump, "top");
  s.rect(84, 54, 32, 14, 3, pump);
  s.path("M64 86q0-18 20-20h32q20 2 20 20v64q0 8-8 8h-56q-8 0-8-8z", body);
  s.body("M70 92h60v48h-60z", label, "top");
  s.line("M82 106h36M88 116h24M92 126h16", dark(label, 0.45), 2.5);
  s.shine("M69 84q2-8 8-10v80q-8 0-8-6z", 0.35);
};

export const creamJar: Shape = (s, [jar = p.white, lid = p.oak, band = p.sage]) => {
  s.shadow(100, 56);
  s.path("M48 100h104v46q0 12-14 12h-76q-14 0-14-12z", jar);
  s.body("M48 112h104v26h-104z", band);
  s.line("M84 122h32M90 130h20", light(band, 0.75), 2.5);
  s.path("M44 72q0-8 56-8t56 8v24q0 6-6 6h-100q-6 0-6-6z", lid);
  s.oval(100, 72, 56, 9, light(lid, 0.2), "top");
  s.line("M72 72q28-5 56 0", dark(lid, 0.12), 1.5);
  s.shine("M56 104h7v48q-7-2-7-6z", 0.4);
};

export const dropper: Shape = (s, [oil = p.amber, label = p.cream, bulb_ = p.charcoal]) => {
  s.shadow(100, 36);
  s.path("M92 22q0-8 8-8t8 8v26h-16z", bulb_);
  s.rect(84, 46, 32, 24, 4, p.brass);
  s.path("M66 92q0-20 18-22h32q18 2 18 22v58q0 8-8 8h-52q-8 0-8-8z", oil);
  s.body("M70 98h60v42h-60z", label, "top");
  s.path("M100 102q10 12 0 20q-10-8 0-20z", oil, "ball");
  s.line("M86 130h28", dark(label, 0.45), 2.5);
  s.shine("M71 90q2-10 8-12v76q-8 0-8-5z", 0.4);
};

export const tube: Shape = (s, [body = p.rose, cap_ = p.white]) => {
  s.shadow(100, 40);
  s.path("M62 30h76l-6 98h-64z", body);
  s.rect(60, 22, 80, 12, 2, dark(body, 0.14));
  s.line("M70 24v8M80 24v8M90 24v8M100 24v8M110 24v8M120 24v8M130 24v8", light(body, 0.2), 1.5);
  s.rect(66, 126, 68, 32, 6, cap_);
  s.line("M78 58h44M84 70h32M92 82h16", light(body, 0.8), 3.5);
  s.shine("M70 40h8l2 84h-8z", 0.4);
};

export const hairBrush: Shape = (s, [wood = p.oak, cushion_ = p.charcoal]) => {
  s.shadow(100, 60, 160, 7);
  s.turned(32, 100, 100, () => {
    s.path("M100 14q34 4 34 50q0 34-22 44v60q-2 12-12 12t-12-12v-60q-22-10-22-44q0-46 34-50z", wood, "side");
    s.oval(100, 62, 24, 36, cushion_, "ball");
    for (const [x, y] of [
      [90, 40],
      [110, 40],
      [84, 54],
      [100, 52],
      [116, 54],
      [84, 70],
      [100, 68],
      [116, 70],
      [92, 84],
      [108, 84],
    ]) {
      s.oval(x, y, 2.4, 2.4, p.silver);
    }
    s.shine("M93 116q2-2 4-2v56q-4 0-4-4z", 0.35);
  });
};

export const toothbrushes: Shape = (s, [first = p.oak, second = p.sage, cup = p.white]) => {
  s.shadow(100, 44);
  for (const [x, turn, colour] of [
    [86, -12, first],
    [114, 12, second],
  ] as const) {
    s.turned(turn, x, 150, () => {
      s.rect(x - 4.5, 30, 9, 120, 4, colour);
      s.rect(x - 13, 30, 11, 28, 2, p.cream, "top");
      s.line(`M${x - 12} 36h8M${x - 12} 43h8M${x - 12} 50h8`, dark(p.cream, 0.2), 1.5);
    });
  }
  s.body("M66 96h68v54q0 8-8 8h-52q-8 0-8-8z", cup);
  s.oval(100, 96, 34, 6, dark(cup, 0.3));
  s.shade("M66 96a34 6 0 0 0 68 0v8a34 6 0 0 1-68 0z", 0.08);
  s.shine("M73 108h6v46q-6 0-6-4z", 0.5);
};

export const razor: Shape = (s, [handle = p.brass, head = p.silver]) => {
  s.shadow(100, 62, 160, 7);
  s.turned(30, 100, 100, () => {
    s.rect(93, 52, 14, 122, 6, handle);
    for (let y = 92; y < 160; y += 7) s.line(`M94 ${y}h12`, dark(handle, 0.3), 2);
    s.rect(92, 46, 16, 16, 3, dark(handle, 0.2));
    s.path("M62 26h76q4 0 4 4v4q-42 8-84 0v-4q0-4 4-4z", head, "top");
    s.path("M58 36q42 8 84 0v8q-4 4-8 4h-68q-4 0-8-4z", handle, "top");
  });
};

export const bathBombs: Shape = (s, [first = p.lavender, second = p.blush, third = p.lemon]) => {
  s.shadow(100, 78, 158, 8);
  for (const [x, y, r, colour] of [
    [100, 76, 30, third],
    [66, 126, 33, first],
    [134, 126, 33, second],
  ] as const) {
    s.oval(x, y, r, r, colour, "ball");
    s.line(`M${x - r + 1} ${y + 3}q${r} 9 ${r * 2 - 2} 0`, dark(colour, 0.16), 2.5);
    s.oval(x - 8, y - 12, 2, 2, p.white);
    s.oval(x + 10, y - 8, 2.5, 2.5, dark(colour, 0.2));
    s.oval(x + 2, y - 18, 1.8, 1.8, dark(colour, 0.2));
  }
};

export const sponge: Shape = (s, [body = p.straw, cord = p.white]) => {
  s.shadow(100, 68);
  s.line("M132 78q20-42 2-52q-18 2-14 50", cord, 4);
  s.path(
    "M40 118q-8-20 12-30q6-22 30-16q16-14 34 0q26-4 30 18q22 10 12 32q2 26-24 28q-16 14-36 6q-24 8-36-8q-24-6-22-30z",
    body,
    "ball",
  );
  for (const [x, y, r] of [
    [64, 104, 6],
    [86, 92, 4],
    [106, 108, 7],
    [132, 98, 5],
    [76, 130, 5],
    [120, 132, 6],
    [144, 122, 4],
    [98, 142, 4],
  ]) {
    s.oval(x, y, r, r * 0.8, dark(body, 0.26));
  }
};

export const robe: Shape = (s, [cloth = p.white, trim = dark(cloth, 0.16)]) => {
  s.shadow(100, 48, 176, 5);
  s.line("M84 26q16-14 32 0", p.oak, 4);
  s.body("M78 28l22 14 22-14 36 28 8 62-22 4-6-34v84q-38 10-76 0v-84l-6 34-22-4 8-62z", cloth, "top");
  s.line("M78 28q6 30 22 62q16-32 22-62M100 90v80", trim, 6);
  s.rect(62, 96, 76, 11, 2, trim, "top");
  s.line("M104 104l10 34M100 104l-6 30", trim, 6);
};

export const faceRoller: Shape = (s, [stone = p.rose, metal = p.brass]) => {
  s.shadow(100, 56, 160, 7);
  s.turned(34, 100, 100, () => {
    s.rect(92, 76, 16, 76, 8, light(stone, 0.2));
    s.line("M100 78v-20M70 58v-20M130 58v-20M70 58h60", metal, 4);
    s.rect(66, 18, 68, 28, 13, stone, "top");
    s.line("M100 150v10M88 162h24", metal, 4);
    s.rect(86, 156, 28, 17, 8, stone, "top");
    s.shine("M76 22h46q4 2 4 5h-54q0-3 4-5z", 0.5);
  });
};

export const comb: Shape = (s, [wood = p.oak]) => {
  s.shadow(100, 78, 152, 7);
  s.turned(-18, 100, 110, () => {
    s.path("M24 78q76-22 152 0q6 2 6 10v14h-164v-14q0-8 6-10z", wood, "top");
    for (let x = 20; x < 180; x += 8.5) s.rect(x, 98, 5, 40, 2.5, wood, "flat");
    s.line("M30 84q70-18 140 0", light(wood, 0.35), 2.5);
  });
};
