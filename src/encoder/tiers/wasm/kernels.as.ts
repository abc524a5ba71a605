// The kernels' module: compiled twice by scripts/buildKernels.mjs, with and without relaxed SIMD.
export { attention } from "../../ops/attention/attention.as";
export { embedTokens } from "../../ops/embedTokens/embedTokens.as";
export { gelu } from "../../ops/gelu/gelu.as";
export { layerNorm } from "../../ops/layerNorm/layerNorm.as";
export { linear } from "../../ops/linear/linear.as";
export { pool } from "../../ops/pool/pool.as";
export { quantizeRows } from "../../ops/quantizeRows/quantizeRows.as";

/** The first byte free for the arena. */
export const arenaStart: usize = __heap_base;
