/**
 * The rows with the largest scores, best first; equal scores in feed order. Rows whose score is not above `above`, or
 * not a number, are left out. A heap of `count`: no allocation per row.
 */
export function topRows(
  scores: ArrayLike<number>,
  count: number,
  options: { readonly allowed?: Uint8Array; readonly above?: number } = {},
): Int32Array {
  const { allowed, above = 0 } = options;
  const size = Math.min(count, scores.length);
  const heap = new Int32Array(Math.max(0, size));
  let filled = 0;
  if (size <= 0) return heap;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row];
    if (!(score > above) || (allowed && allowed[row] === 0)) continue;
    if (filled < size) {
      heap[filled] = row;
      raise(heap, scores, filled++);
    } else if (score > scores[heap[0]]) {
      heap[0] = row;
      sink(heap, scores, filled);
    }
  }
  return heap.slice(0, filled).sort((a, b) => scores[b] - scores[a] || a - b);
}

/** Whether row `a` goes before row `b` from the heap's root: the lower score, of equals the later row. */
function isWorse(scores: ArrayLike<number>, a: number, b: number): boolean {
  return scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
}

function raise(heap: Int32Array, scores: ArrayLike<number>, at: number): void {
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isWorse(scores, heap[at], heap[parent])) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: Int32Array, scores: ArrayLike<number>, size: number): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= size) return;
    const right = left + 1;
    const child = right < size && isWorse(scores, heap[right], heap[left]) ? right : left;
    if (!isWorse(scores, heap[child], heap[at])) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: Int32Array, a: number, b: number): void {
  const kept = heap[a];
  heap[a] = heap[b];
  heap[b] = kept;
}
