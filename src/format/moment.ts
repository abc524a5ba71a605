/** Epoch milliseconds of a file's `from` or `to`: ISO 8601, where a bare day begins at midnight UTC. */
export function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
