/** One line on stderr that tells what a long command is doing; nothing where no person looks. */

export interface Progress {
  /** @param share of the step, 0 to 1 */
  tell(step: string, share?: number): void;
  /** What was told last, for the message of a failure. */
  readonly step: string;
  /** Clears the line. */
  end(): void;
}

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const BAR_CELLS = 20;
const EVERY_MS = 80;

/** @param now milliseconds, any origin */
export function createProgress(output: ProgressOutput, now: () => number): Progress {
  const start = now();
  let step = "";
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = "";
  return {
    get step() {
      return step;
    },
    tell(next, share) {
      const changed = next.replace(/\d/g, "") !== step.replace(/\d/g, "");
      step = next;
      if (!output.isTTY || (!changed && now() - shownAt < EVERY_MS)) return;
      shownAt = now();
      const bar = share === undefined ? "" : ` ${bars(share)}`;
      const seconds = `${((now() - start) / 1000).toFixed(0)} s`.padStart(6);
      // A line that wraps is not overwritten by the next.
      shown = `${seconds}  ${next}${bar}`.slice(0, (output.columns ?? 80) - 1);
      output.write(`\r\u001b[K${shown}`);
    },
    end() {
      if (output.isTTY && shown !== "") output.write("\r\u001b[K");
      shown = "";
    },
  };
}

function bars(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS);
  return `[${"#".repeat(filled)}${".".repeat(BAR_CELLS - filled)}]`;
}
