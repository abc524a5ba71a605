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
    try {
      // A transaction left alone would commit what was written before the error.
      transaction.abort();
    } catch {
      // It is over already, by the same error.
    }
    // A request cut short says AbortError; the transaction knows why.
    throw transaction.error ?? error;
  }
}
