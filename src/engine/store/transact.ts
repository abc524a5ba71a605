/** Runs `work` inside a transaction: resolves when it is complete, and when `work` throws, nothing of it is kept. */
export async function transact<T>(
  transaction: { readonly done: Promise<void>; readonly error: DOMException | null; abort(): void },
  work: () => Promise<T>,
): Promise<T> {
  // Awaited below, or overtaken by an error of `work`; never unhandled.
  transaction.done.catch(() => {});
  try {
    const result = await work();
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    // A request cut short says AbortError; the transaction knows why.
    throw transaction.error ?? error;
  }
}

/** Left alone, a transaction would commit what was written before an error. */
export function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It is over already, by the same error.
  }
}
