/**
 * What a shop tries out on its shelves, and what it may learn of it: exploration, fairness offsets, experiments, reports.
 * Loaded for shops that have any.
 */
import type { AisleError } from "../../errors";
import { readExperiments } from "../../format/experiments/experimentsFile";
import { readFairness } from "../../format/fairness/fairnessFile";
import { momentOf } from "../../format/moment";
import { readReportsPlan } from "../../format/reports/reportsPlan";
import { armOf, experimentOf } from "../../profile/experiments/assign";
import { outcomesOf } from "../../profile/experiments/outcomes";
import { uniformOf } from "../../profile/reports/randomisedResponse";
import type { ConsentState, EventRecord, ExperimentStatus, RecommendQuery, Shelf, Status } from "../../types";
import type { EngineOptions } from "../engine.protocol";
import type { ScopedStore } from "../store/openStore";
import { createAssignments } from "./assignments";
import { postReport } from "./postReport";
import { readExploration } from "./readExploration";
import { createReporter } from "./reporter";
import { createSessionSeed } from "./sessionSeed";
import { shopFile } from "./shopFile";
import { type Trial, trialOfShelf } from "./trialOfShelf";
import { createTurns } from "./turns";

export interface TrialsOptions
  extends Pick<EngineOptions, "exploration" | "experiments" | "fairness" | "reports" | "namespace"> {
  /** Of the products' log. */
  readonly store: () => ScopedStore;
  readonly consent: () => ConsentState;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (bytes: number) => Uint8Array;
  /** Something was reported: the status says more than before. */
  readonly onReported: () => void;
  /** Default: sends it, with nothing that tells who does. */
  readonly post?: (url: string, body: string) => Promise<number>;
  /** Where the browser has none, tabs may draw at the same moment. */
  readonly locks?: LockManager;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface Trials {
  of(query: RecommendQuery): Promise<Trial>;
  /** The shelf has its name: a sight of it is a sight of its experiment. */
  remember(shelf: Shelf): void;
  recorded(records: readonly EventRecord[]): Promise<void>;
  /** The shopper agrees to reports, or no longer. */
  agree(agreed: boolean): Promise<void>;
  /** Sends what is due, where shop and shopper have agreed to it. Never rejects. */
  report(): Promise<void>;
  status(): Promise<Pick<Status, "experiments" | "reports">>;
}

/** Shelves of a long visit; older ones are no longer on any page. */
const REMEMBERED_SHELVES = 200;

export function createTrials(options: TrialsOptions): Trials {
  const { store, consent, now, randomBytes, locks, namespace, post = postReport, onReported, onDegraded } = options;
  const experiments = shopFile({
    source: options.experiments,
    read: readExperiments,
    instead: "no experiment runs",
    onDegraded,
  });
  const fairness = shopFile({
    source: options.fairness,
    read: readFairness,
    instead: "shelves are ranked without offsets",
    onDegraded,
  });
  const plan = shopFile({ source: options.reports, read: readReportsPlan, instead: "nothing is reported", onDegraded });
  const exploration = shopFile({
    source: options.exploration,
    read: readExploration,
    instead: "nothing is explored",
    onDegraded,
  });

  /** Without a yes nothing is kept, and nobody is counted: the shelf is the one without an experiment. */
  const kept = () => (consent() === "session" || consent() === "persistent" ? store() : undefined);
  const alone = createTurns({ locks, name: `aisle.trials.${namespace}` });
  const random = () => uniformOf(randomBytes(4));
  const assignments = createAssignments({ store: kept, alone, random });
  const seed = createSessionSeed({
    store: kept,
    now,
    randomBits: () => new DataView(randomBytes(4).buffer).getUint32(0),
  });
  const reporter = createReporter({
    plan,
    store,
    lasting: () => consent() === "persistent",
    assignments: assignments.read,
    alone,
    now,
    random,
    nonce: () => Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    post,
    onReported,
  });
  const shelves = new Map<string, NonNullable<Shelf["experiment"]>>();

  async function experimentStatus(): Promise<readonly ExperimentStatus[] | undefined> {
    const file = await experiments();
    if (!file) return undefined;
    const all = await assignments.read();
    const acts = Object.values(all).some(({ seenAt }) => seenAt !== undefined)
      ? await store().eventsAfter(Number.NEGATIVE_INFINITY)
      : [];
    const at = now();
    return file.experiments.flatMap((experiment): ExperimentStatus[] => {
      const { id, from, to } = experiment;
      const running =
        at >= (momentOf(from) ?? Number.NEGATIVE_INFINITY) && at < (momentOf(to) ?? Number.POSITIVE_INFINITY);
      const known = all[id];
      if (!running && !known) return [];
      const { seenAt } = known ?? {};
      return [
        {
          id,
          running,
          arm: known && armOf(experiment, known).id,
          seenAt,
          outcomes: seenAt === undefined ? undefined : outcomesOf(seenAt, acts, at),
        },
      ];
    });
  }

  return {
    async of(query) {
      const file = await experiments();
      const experiment = file && experimentOf(file.experiments, { placement: query.placement, now: now() });
      const known = experiment && (await assignments.of(experiment));
      const arm = known && armOf(experiment, known);
      // An arm without a shelf can be seen by nobody: then every arm counts from when its shelf was asked for.
      if (arm && experiment.arms.some(({ shelves }) => shelves === "none")) {
        await assignments.expose(experiment.id, arm.id, now());
      }
      return trialOfShelf({
        query,
        arm,
        experiment: arm && { id: experiment.id, arm: arm.id },
        fairness: await fairness(),
        exploration: await exploration(),
        seed: options.exploration ? await seed() : 0,
      });
    },
    remember({ id, experiment }) {
      if (!experiment) return;
      shelves.set(id, experiment);
      if (shelves.size > REMEMBERED_SHELVES) shelves.delete(shelves.keys().next().value as string);
    },
    async recorded(records) {
      for (const { impression, recommendationId = "", at } of records) {
        const experiment = impression ? shelves.get(recommendationId) : undefined;
        if (experiment) await assignments.expose(experiment.id, experiment.arm, at);
      }
    },
    async agree(agreed) {
      await reporter.agree(agreed);
      // What is due goes its own way: the shopper's answer stands without a network.
      void this.report();
    },
    report: () => reporter.report().catch(() => undefined),
    async status() {
      return { experiments: await experimentStatus(), reports: await reporter.status() };
    },
  };
}
