/** `aisle rollback`: the build before the current one is published again. */
import { AisleError } from "../../errors";
import { rollBack } from "./publishFolder";

export const ROLLBACK_HELP = `  aisle rollback <folder>
      Publishes the build before the current one again; once more goes back to the current one.
`;

/** @returns the exit status */
export function rollbackCommand(positionals: readonly string[]): number {
  if (positionals.length !== 1) {
    throw new AisleError("OPTIONS_INVALID", "`rollback` takes one folder.", { fix: "Name what `aisle build` wrote." });
  }
  const { buildId, asOf } = rollBack(positionals[0]);
  process.stdout.write(`build ${buildId}, of events until ${new Date(asOf).toISOString()}, is published again\n`);
  return 0;
}
