/**
 * The shape of a real shop's orders: UCI Online Retail (Chen, Sain and Guo 2012), 18,405 orders of 4,335 customers in 373
 * days. Numbers only; `bench/simulate/targets.test.ts` measures them again where the data is at hand.
 *
 * Its customers are mostly wholesalers, whose orders are long. Lines are therefore counted in fives, rounded up: the
 * simulated shop has the shape of such orders, not their length.
 */
import type { OrderShape } from "./shape";

export const LINES_UNIT = 5;

export const TARGETS: OrderShape = {
  lines: { p10: 1, p50: 3, p90: 10, logSpread: 0.831 },
  returned30: 0.184,
  returned90: 0.451,
  gapDays: { p25: 6.92, p50: 22.02, p75: 51.29 },
  repeatLines: 0.421,
  topShare: { p1: 0.098, p5: 0.302, p10: 0.456, p20: 0.656, p50: 0.923 },
  gini: 0.638,
};
