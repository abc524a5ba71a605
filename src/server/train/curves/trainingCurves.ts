/** Curves of a training for files: JSON Lines and TensorBoard events. */
import type { EpochReport } from "../adapt/fitAdapted";
import { type ScalarStep, writeEventFile } from "./eventFile";

export interface CurveFiles {
  /** One epoch a line. */
  readonly jsonl: Uint8Array<ArrayBuffer>;
  readonly events: Uint8Array<ArrayBuffer>;
}

/** @param asOf time of the newest event the training knew, epoch milliseconds */
export function curveFiles(curve: readonly EpochReport[], asOf: number): CurveFiles {
  const steps = curve.map(stepOf);
  const lines = steps.map(({ step, scalars }) => JSON.stringify({ epoch: step, ...scalars }));
  return {
    jsonl: new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")),
    events: writeEventFile(steps, asOf),
  };
}

function stepOf({ epoch, trainLoss, validation }: EpochReport): ScalarStep {
  return {
    step: epoch,
    scalars: {
      "train/loss": Number.isFinite(trainLoss) ? trainLoss : undefined,
      "validation/loss": validation?.loss,
      "validation/ndcg@10": validation?.ndcg10,
      "validation/recall@50": validation?.recall50,
    },
  };
}
