/** Results of long steps, kept by a hash of everything they depend on, so that a run after Ctrl-C goes on where it was. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { storageError } from "./storageError";

export interface StepCache {
  readonly folder: string;
  /**
   * What the step made before of the same inputs, else what it makes now. A result that cannot be read is made anew.
   * @param inputs plain data: everything the result depends on
   */
  step<T>(
    name: string,
    inputs: unknown,
    work: {
      readonly make: () => Promise<T>;
      readonly write: (folder: string, result: T) => Promise<void>;
      readonly read: (folder: string) => Promise<T>;
      readonly onReused?: () => void;
    },
  ): Promise<T>;
}

/** Results of a step kept for other inputs: today's and yesterday's. */
const KEPT = 2;

/** 16 hexadecimal digits of plain data. */
export function stepKey(inputs: unknown): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 16);
}

export function createStepCache(folder: string): StepCache {
  return {
    folder,
    async step(name, inputs, { make, write, read, onReused }) {
      const key = stepKey(inputs);
      const place = join(folder, `${name}-${key}`);
      if (existsSync(place)) {
        try {
          const result = await read(place);
          onReused?.();
          return result;
        } catch {
          rmSync(place, { recursive: true, force: true });
        }
      }
      const result = await make();
      const unfinished = join(folder, `.${name}-${key}.${process.pid}`);
      try {
        mkdirSync(unfinished, { recursive: true });
        await write(unfinished, result);
        rmSync(place, { recursive: true, force: true });
        renameSync(unfinished, place);
      } catch (error) {
        throw storageError(error, folder);
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
      forgetOld(folder, name);
      return result;
    },
  };
}

function forgetOld(folder: string, name: string): void {
  const results = readdirSync(folder)
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => join(folder, entry))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of results.slice(KEPT)) rmSync(old, { recursive: true, force: true });
}
