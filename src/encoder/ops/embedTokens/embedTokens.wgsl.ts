/**
 * `embeddingOf`: word + (position + type 0) of four columns, before LayerNorm.
 * `tokens[row]` is (id, position); `places` holds position + type 0 in f32, `words` four int8 a word.
 * Takes bindings 0 to 3.
 * @param words of four columns in a padded row
 */
export function embeddingOf(words: number): string {
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> tokens : array<vec2u>;
@group(0) @binding(1) var<storage, read> wordEmbeddings : array<u32>;
@group(0) @binding(2) var<storage, read> wordScales : array<f32>;
@group(0) @binding(3) var<storage, read> places : array<vec4f>;

fn embeddingOf(row : u32, word : u32) -> vec4f {
  let token = tokens[row];
  let packed = wordEmbeddings[token.x * ${words}u + word];
  // The shift to the left drops the bytes above, the one to the right brings the sign down.
  let bytes = bitcast<vec4i>(vec4u(packed) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u);
  return vec4f(bytes) * wordScales[token.x] + places[token.y * ${words}u + word];
}
`;
}

/** The operator alone, one thread for four columns. */
export function embedTokensShader(words: number): string {
  return /* wgsl */ `
${embeddingOf(words)}
@group(0) @binding(4) var<storage, read_write> x : array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id : vec3u) {
  if (id.x < arrayLength(&x)) { x[id.x] = embeddingOf(id.x / ${words}u, id.x % ${words}u); }
}
`;
}
