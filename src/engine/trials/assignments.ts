/** What this browser keeps of experiments: one number for each, and when its shelf was first seen. */
import type { Experiment } from "../../format/experiments/experimentsFile";
import { type Assignment, readAssignments, seen } from "../../profile/experiments/assign";
import type { ScopedStore } from "../store/openStore";
import type { Turns } from "./turns";

export type Assignments = Readonly<Record<string, Assignment>>;

export interface AssignmentsOptions {
  /** Where it is kept; undefined while this browser takes no part. */
  readonly store: () => ScopedStore | undefined;
  readonly alone: Turns;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const KEY = "experiments";

export function createAssignments({ store, alone, random }: AssignmentsOptions) {
  const read = async (): Promise<Assignments> => readAssignments(await store()?.readPersonal(KEY));

  async function change(id: string, next: (known: Assignment | undefined) => Assignment | undefined) {
    return alone(async () => {
      const all = await read();
      const changed = next(all[id]);
      if (changed && changed !== all[id]) await store()?.writePersonal(KEY, { ...all, [id]: changed });
      return changed;
    });
  }

  return {
    read,
    /** Drawn once, and kept. */
    async of({ id }: Experiment): Promise<Assignment | undefined> {
      if (!store()) return undefined;
      return (await read())[id] ?? change(id, (known) => known ?? { draw: random() });
    },
    /** A shelf of the experiment was seen. Nothing is noted of an arm that was drawn before all was erased. */
    async expose(id: string, arm: string, at: number): Promise<void> {
      if (!store() || (await read())[id]?.seenAt !== undefined) return;
      await change(id, (known) => known && seen(known, arm, at));
    },
  };
}
