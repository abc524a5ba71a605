#!/usr/bin/env node
/**
 * `npm run bench:agreement [-- --texts 10000]`: the shipped encoder's vectors of random texts on both wasm builds, in Node
 * and in every browser that is here, compared bit by bit. Writes bench/results/agreement.md.
 */
import { parseArgs } from "node:util";
import { ensureNodeModules } from "../../scripts/ensure.mjs";

const { values } = parseArgs({ options: { texts: { type: "string", default: "10000" } } });
ensureNodeModules();
const { runTypeScript } = await import("../runTypeScript.mjs");
const { compareEngines } = await runTypeScript("bench/agreement/compareEngines.ts");
await compareEngines(Number(values.texts));
