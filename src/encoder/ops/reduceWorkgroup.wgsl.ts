/** Threads of a workgroup that owns one row or one sequence; a power of two. */
export const REDUCING_THREADS = 64;

/** `sumOfWorkgroup` and `maximumOfWorkgroup`: a tree over shared memory, so that any subgroup size is right. */
export const REDUCE_WORKGROUP = /* wgsl */ `
var<workgroup> lanes : array<f32, ${REDUCING_THREADS}>;

fn sumOfWorkgroup(value : f32, local : u32) -> f32 {
  lanes[local] = value;
  workgroupBarrier();
  for (var step = ${REDUCING_THREADS / 2}u; step > 0u; step >>= 1u) {
    if (local < step) { lanes[local] += lanes[local + step]; }
    workgroupBarrier();
  }
  let sum = lanes[0];
  workgroupBarrier();
  return sum;
}

fn maximumOfWorkgroup(value : f32, local : u32) -> f32 {
  lanes[local] = value;
  workgroupBarrier();
  for (var step = ${REDUCING_THREADS / 2}u; step > 0u; step >>= 1u) {
    if (local < step) { lanes[local] = max(lanes[local], lanes[local + step]); }
    workgroupBarrier();
  }
  let maximum = lanes[0];
  workgroupBarrier();
  return maximum;
}
`;
