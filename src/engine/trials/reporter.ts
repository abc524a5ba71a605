/**
 * Answers to the shop's published questions, in noise. Each is made once, written down with what it cost, and only then
 * sent; what could not be delivered is sent again as it is, never made anew.
 */
import { epsilonOf, type ReportQuestion, type ReportsPlan } from "../../format/reports/reportsPlan";
import { DAY_MS } from "../../profile/decay";
import type { Assignment } from "../../profile/experiments/assign";
import { DAYS_UNTIL_KNOWN, type LoggedAct, outcomesOf } from "../../profile/experiments/outcomes";
import { affordable, type LedgerEntry, readLedger, spent } from "../../profile/reports/ledger";
import { randomisedResponse } from "../../profile/reports/randomisedResponse";
import type { ReportQuestionStatus, ReportsStatus } from "../../types";
import type { ScopedStore } from "../store/openStore";
import type { Assignments } from "./assignments";
import type { Turns } from "./turns";

export interface ReporterOptions {
  readonly plan: () => Promise<ReportsPlan | undefined>;
  readonly store: () => ScopedStore;
  /** What is kept on this device outlasts the visit; else there is nothing to answer with. */
  readonly lasting: () => boolean;
  readonly assignments: () => Promise<Assignments>;
  readonly alone: Turns;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Uniform in [0, 1), cryptographic. */
  readonly random: () => number;
  /** 32 hexadecimal digits. */
  readonly nonce: () => string;
  /** Resolves to the HTTP status; rejects without a network. */
  readonly post: (url: string, body: string) => Promise<number>;
  /** An answer was delivered, or refused. */
  readonly onReported: () => void;
}

const KEY = "reports";

interface Kept {
  readonly agreed: boolean;
  readonly ledger: readonly LedgerEntry[];
  /** By question. */
  readonly answers: Readonly<Record<string, { readonly body: string; readonly state: "waiting" | "sent" | "refused" }>>;
}

export function createReporter(options: ReporterOptions) {
  const { plan: readPlan, store, lasting, assignments, alone, now, random, nonce, post, onReported } = options;
  const read = async () => readKept(await store().readPersonal(KEY), now());
  const write = (kept: Kept) => store().writePersonal(KEY, kept);

  function dueAt({ outcome }: ReportQuestion, known: Assignment | undefined): number | undefined {
    return known?.seenAt === undefined ? undefined : known.seenAt + DAYS_UNTIL_KNOWN[outcome] * DAY_MS;
  }

  function stateOf(
    question: ReportQuestion,
    { plan, kept, known }: { plan: ReportsPlan; kept: Kept; known: Assignment | undefined },
  ): ReportQuestionStatus["state"] | "due" {
    const answer = kept.answers[question.id];
    if (answer && (answer.state !== "waiting" || kept.agreed)) return answer.state;
    if (!kept.agreed || !lasting()) return "off";
    const due = dueAt(question, known);
    if (due === undefined) return "unseen";
    if (now() < due) return "early";
    const cost = { question: question.id, epsilon: epsilonOf(plan), budget: plan.budget, now: now() };
    return affordable(kept.ledger, cost) ? "due" : "budget";
  }

  /** @returns the answer's bits, or undefined where the plan has no bucket for what happened here */
  function bitsOf(
    { outcome, buckets }: ReportQuestion,
    plan: ReportsPlan,
    known: Assignment,
    acts: readonly LoggedAct[],
  ) {
    const happened = outcomesOf(known.seenAt ?? 0, acts, now())[outcome];
    const bucket = buckets.indexOf(`${known.seenArm}/${happened ? "yes" : "no"}`);
    return bucket < 0 ? undefined : randomisedResponse(bucket, { ...plan, buckets: buckets.length, random });
  }

  async function answerDue(plan: ReportsPlan): Promise<void> {
    const all = await assignments();
    for (const question of plan.questions) {
      const kept = await read();
      const known = all[question.experiment];
      if (stateOf(question, { plan, kept, known }) !== "due" || !known) continue;
      const bits = bitsOf(question, plan, known, await store().eventsAfter(Number.NEGATIVE_INFINITY));
      if (bits === undefined) continue;
      const body = JSON.stringify({ schemaVersion: 1, question: question.id, bits, nonce: nonce() });
      await write({
        ...kept,
        ledger: [...kept.ledger, { question: question.id, epsilon: epsilonOf(plan), at: now() }],
        answers: { ...kept.answers, [question.id]: { body, state: "waiting" } },
      });
    }
  }

  /** Outside the turn: a server that does not answer holds nobody up. Sent twice, it is the same answer. */
  async function sendWaiting(plan: ReportsPlan): Promise<void> {
    for (const { id } of plan.questions) {
      const { agreed, answers } = await read();
      if (!agreed || answers[id]?.state !== "waiting") continue;
      const { body } = answers[id];
      const status = await post(plan.url, body).catch(() => 0);
      if (status === 0 || status === 408 || status === 429 || status >= 500) return;
      // 409: it has arrived before, and only the word of it was lost.
      const state = (status >= 200 && status < 300) || status === 409 ? "sent" : "refused";
      await alone(async () => {
        const kept = await read();
        if (kept.answers[id]?.body !== body) return;
        await write({ ...kept, answers: { ...kept.answers, [id]: { body, state } } });
      });
      onReported();
    }
  }

  return {
    async agree(agreed: boolean): Promise<void> {
      await alone(async () => write({ ...(await read()), agreed }));
    },
    /** Answers what is due, and sends what waits. */
    async report(): Promise<void> {
      const plan = await readPlan();
      if (!plan || !lasting() || !(await read()).agreed) return;
      await alone(() => answerDue(plan));
      await sendWaiting(plan);
    },
    async status(): Promise<ReportsStatus | undefined> {
      const plan = await readPlan();
      if (!plan) return undefined;
      const [kept, all] = [await read(), await assignments()];
      return {
        agreed: kept.agreed,
        url: plan.url,
        p: plan.p,
        q: plan.q,
        epsilon: epsilonOf(plan),
        budget: { ...plan.budget, spent: spent(kept.ledger, plan.budget, now()) },
        questions: plan.questions.map((question): ReportQuestionStatus => {
          const known = all[question.experiment];
          const state = stateOf(question, { plan, kept, known });
          return {
            ...question,
            // Due and not answered yet: it will be when the page is next opened.
            state: state === "due" ? "waiting" : state,
            dueAt: dueAt(question, known),
            body: kept.answers[question.id]?.body,
          };
        }),
      };
    },
  };
}

function readKept(value: unknown, now: number): Kept {
  const { agreed, ledger, answers } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  return {
    agreed: agreed === true,
    ledger: readLedger(ledger, now),
    answers: typeof answers === "object" && answers !== null ? (answers as Kept["answers"]) : {},
  };
}
