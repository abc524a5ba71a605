import { expect, it } from "vitest";
import { differenceOfMedians } from "./differenceOfMedians.mjs";

it("holds 0 for equal samples, and the true difference for shifted ones", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const sample = () => Array.from({ length: 30 }, () => 100 + 10 * random());
  const a = sample();
  const same = differenceOfMedians(a, [...a].reverse(), random);
  expect(same.low).toBeLessThan(0);
  expect(same.high).toBeGreaterThan(0);
  const shifted = differenceOfMedians(
    a,
    sample().map((value) => value + 20),
    random,
  );
  expect(shifted.low).toBeGreaterThan(10);
  expect(shifted.high).toBeLessThan(30);
  expect(shifted.difference).toBeGreaterThan(shifted.low);
});
