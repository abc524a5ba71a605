/**
 * Where the engine runs and who watches it. Ways in, first that works: the shop's own worker, a same-origin worker file,
 * a blob that imports it from another origin, the main thread in slices. Comlink never settles the calls of a dead
 * worker, so every call has a deadline, a crash rejects what is pending, and the engine is restarted once.
 */
import * as Comlink from "comlink";
import type { Engine } from "../engine/engine.protocol";
import { AisleError, type AisleErrorCode } from "../errors";
import type { Status } from "../types";

export type Where = Status["engine"]["where"];

/** How this build reaches its own files; the npm entry and the script tag differ. */
export interface Surroundings {
  /** URL of the built worker file. */
  readonly workerUrl: () => string | undefined;
  /** The default worker, in a form that bundlers recognise. */
  readonly createWorker?: () => Worker;
  /** The engine as a module, for the main thread. */
  readonly loadEngine: () => Promise<{ createEngine(): Engine }>;
}

export interface EngineHostOptions {
  readonly run?: "auto" | "worker" | "main-thread";
  readonly workerUrl?: string;
  readonly createWorker?: () => Worker;
  /** Milliseconds before a silent call is doubted; default 15,000. */
  readonly deadlineMs?: number;
  /** The engine is up (again): configure it before other calls go through. */
  readonly onStart: (engine: Engine, where: Where, restarts: number) => Promise<void>;
  readonly onFailure: (error: AisleError, instead: string) => void;
}

interface Running {
  readonly engine: Engine;
  readonly where: Where;
  /** Rejects when the engine dies; never resolves. */
  readonly death: Promise<never>;
  readonly kill: (error: AisleError) => void;
}

const WORKER_STARTS_WITHIN_MS = 10_000;
const PONG_WITHIN_MS = 8_000;

export class EngineHost {
  restarts = 0;
  #surroundings: Surroundings;
  #options: EngineHostOptions;
  #running: Promise<Running> | undefined;
  #disposed = false;

  constructor(surroundings: Surroundings, options: EngineHostOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
  }

  async where(): Promise<Where> {
    return (await this.#ensure()).where;
  }

  /**
   * Runs one call against the engine. A call that dies with its worker is asked once more of the restarted engine.
   * @throws AisleError `ENGINE_CRASHED`, `ENGINE_TIMEOUT`, `DISPOSED`, or the engine's own.
   */
  async call<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const running = await this.#ensure();
      try {
        return await this.#watched(running, work(running.engine));
      } catch (error) {
        const dead =
          error instanceof AisleError && (error.code === "ENGINE_CRASHED" || error.code === "ENGINE_TIMEOUT");
        if (!dead || attempt > 1 || this.#disposed) throw fromWorker(error);
      }
    }
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const running = await this.#running?.catch(() => undefined);
    if (!running) return;
    await Promise.race([running.engine.dispose().catch(() => undefined), after(1_000)]);
    running.kill(new AisleError("DISPOSED", "This Aisle was disposed of."));
  }

  #ensure(): Promise<Running> {
    if (this.#disposed) return Promise.reject(new AisleError("DISPOSED", "This Aisle was disposed of."));
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<Running> {
    const running = await this.#open();
    running.death.catch((error: AisleError) => {
      if (this.#disposed) return;
      this.restarts++;
      this.#running = undefined;
      this.#options.onFailure(
        error,
        this.restarts > 1 ? "the engine runs on the main thread" : "the engine was restarted",
      );
      void this.#ensure().catch(() => undefined);
    });
    try {
      await this.#watched(running, this.#options.onStart(running.engine, running.where, this.restarts));
    } catch (error) {
      if (!this.#disposed) this.#options.onFailure(fromWorker(error), "the engine started without its options");
    }
    return running;
  }

  async #open(): Promise<Running> {
    const { run = "auto" } = this.#options;
    // A worker that died twice will die again: stay on the main thread.
    if (run !== "main-thread" && this.restarts < 2 && typeof Worker !== "undefined") {
      for (const [where, create] of this.#workers()) {
        try {
          return await this.#openWorker(where, create);
        } catch (error) {
          this.#options.onFailure(
            new AisleError("ENGINE_CRASHED", `The ${where} could not start: ${(error as Error).message}.`, {
              cause: error,
            }),
            "the next way in is tried",
          );
        }
      }
    }
    const { createEngine } = await this.#surroundings.loadEngine().catch((cause: Error) => {
      throw new AisleError("ENGINE_CRASHED", `The engine could not be loaded: ${cause.message}.`, { cause });
    });
    const { promise, reject } = withReject();
    return { engine: createEngine(), where: "main-thread", death: promise, kill: reject };
  }

  *#workers(): Iterable<readonly [Where, () => Worker]> {
    const { createWorker, workerUrl } = this.#options;
    if (createWorker) yield ["worker", createWorker];
    const url = workerUrl ?? this.#surroundings.workerUrl();
    const sameOrigin = url !== undefined && new URL(url, location.href).origin === location.origin;
    if (url !== undefined && sameOrigin && (workerUrl || !this.#surroundings.createWorker)) {
      yield ["worker", () => new Worker(trusted(new URL(url, location.href).href), { type: "module", name: "aisle" })];
    } else if (!workerUrl && this.#surroundings.createWorker) {
      yield ["worker", this.#surroundings.createWorker];
    }
    if (url !== undefined && !sameOrigin) yield ["blob-worker", () => blobWorker(url)];
  }

  async #openWorker(where: Where, create: () => Worker): Promise<Running> {
    const worker = create();
    const { promise: death, reject } = withReject();
    const kill = (error: AisleError) => {
      worker.terminate();
      reject(error);
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      kill(
        new AisleError("ENGINE_CRASHED", `The engine's worker failed: ${event.message || "it could not be loaded"}.`),
      );
    });
    worker.addEventListener("messageerror", () => {
      kill(new AisleError("ENGINE_CRASHED", "A message of the engine's worker could not be read."));
    });
    const engine = Comlink.wrap<Engine>(worker) as unknown as Engine;
    try {
      await Promise.race([
        engine.ping(),
        death,
        rejectAfter(WORKER_STARTS_WITHIN_MS, "ENGINE_TIMEOUT", "it did not answer"),
      ]);
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return { engine, where, death, kill };
  }

  /** Settles with the call, with the engine's death, or, after the deadline, when a ping stays unanswered too. */
  async #watched<T>(running: Running, call: Promise<T>): Promise<T> {
    let settled = false;
    const done = call.finally(() => {
      settled = true;
    });
    const doubt = (async (): Promise<never> => {
      for (;;) {
        await after(this.#options.deadlineMs ?? 15_000);
        if (settled || running.where === "main-thread") return new Promise<never>(() => {});
        try {
          await Promise.race([running.engine.ping(), rejectAfter(PONG_WITHIN_MS, "ENGINE_TIMEOUT", "no pong")]);
        } catch {
          const error = new AisleError("ENGINE_TIMEOUT", "The engine stopped answering.");
          running.kill(error);
          throw error;
        }
      }
    })();
    return Promise.race([done, running.death, doubt]);
  }
}

/** A worker of another origin is imported by a blob of ours, where the page's policy allows blobs. */
function blobWorker(url: string): Worker {
  const source = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
  const blobUrl = URL.createObjectURL(source);
  const worker = new Worker(trusted(blobUrl), { type: "module", name: "aisle" });
  setTimeout(() => URL.revokeObjectURL(blobUrl), 30_000);
  return worker;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let policy: { createScriptURL(url: string): unknown } | undefined;

/** `new Worker(url)` is a Trusted Types sink; one policy, named `aisle`. */
function trusted(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy("aisle", { createScriptURL: (value) => value });
  return policy.createScriptURL(url) as string;
}

function withReject(): { promise: Promise<never>; reject: (error: AisleError) => void } {
  let reject!: (error: AisleError) => void;
  const promise = new Promise<never>((_, no) => {
    reject = no;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function rejectAfter(ms: number, code: AisleErrorCode, message: string): Promise<never> {
  return after(ms).then(() => {
    throw new AisleError(code, message);
  });
}

/** Errors lose their fields on the way out of a worker; the engine sends them as data in `message`. */
function fromWorker(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  const data = error as { aisle?: { code: AisleErrorCode; message: string }; message?: string };
  if (data?.aisle) return new AisleError(data.aisle.code, data.aisle.message);
  return new AisleError("ENGINE_CRASHED", data?.message ?? String(error), { cause: error });
}
