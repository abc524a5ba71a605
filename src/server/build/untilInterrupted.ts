/** Ctrl-C as an abort: work that waits is stopped and cleans up after itself. Work that only computes is ended at once. */
import { AisleError } from "../../errors";

/** @throws AisleError `ABORTED` after SIGINT or SIGTERM, once the work has ended */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () =>
    controller.abort(new AisleError("ABORTED", "Stopped. What was finished is kept for the next run."));
  process.once("SIGINT", abort);
  process.once("SIGTERM", abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    process.off("SIGINT", abort);
    process.off("SIGTERM", abort);
  }
}
