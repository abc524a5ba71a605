/** The shop's colours. Every picture is drawn from these, so that a shelf of unlike things still looks like one shop. */
export const palette = {
  white: "#f8f5ef",
  cream: "#efe4d0",
  oat: "#dbcaad",
  sand: "#c9ae86",
  kraft: "#c6a274",
  straw: "#d8b25a",
  mustard: "#d9a03a",
  amber: "#cb7d2e",
  orange: "#e3823b",
  terracotta: "#c66c45",
  clay: "#b35b3d",
  brick: "#a8402f",
  red: "#c8382f",
  rust: "#94492a",
  coral: "#e57d6c",
  blush: "#ecbdb2",
  pink: "#e59bb0",
  rose: "#c9697d",
  berry: "#8f2f4f",
  plum: "#6b3f63",
  purple: "#7d57a8",
  lilac: "#b9a3d1",
  lavender: "#9c8cc4",
  ink: "#28304a",
  navy: "#2c3e62",
  blue: "#3d6fc0",
  denim: "#4a6a96",
  sky: "#8fb8d8",
  ice: "#cfe2ea",
  teal: "#2f7f82",
  turquoise: "#4bb0ab",
  mint: "#a9d4bf",
  sage: "#93a889",
  olive: "#76783e",
  moss: "#566b3f",
  forest: "#2f5641",
  leaf: "#5d9a55",
  lime: "#a8c256",
  lemon: "#f0d35b",
  black: "#26262c",
  charcoal: "#3b3d44",
  graphite: "#5b5f68",
  grey: "#9aa0a8",
  silver: "#c9ced4",
  walnut: "#6e4a33",
  oak: "#b98652",
  beech: "#d9b384",
  birch: "#e8d2b0",
  chocolate: "#5a3826",
  coffee: "#4a2f22",
  copper: "#c07a4e",
  brass: "#c9a24b",
} as const;

export type ColourName = keyof typeof palette;

function mix(from: string, to: string, share: number): string {
  let hex = "#";
  for (let at = 1; at < 7; at += 2) {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    hex += Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, "0");
  }
  return hex;
}

/** Towards warm white. */
export function light(colour: string, share: number): string {
  return mix(colour, "#fffaf2", share);
}

/** Towards a blue-violet shadow: pure black makes illustrated shade look dirty. */
export function dark(colour: string, share: number): string {
  return mix(colour, "#1d1a33", share);
}
