/** DuckDB, loaded when a command needs it: a scratch database in a folder of its own, within a memory limit. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { AisleError, throwIfAborted } from "../../errors";

/** What the package is tested with; installed by the shop, see `DUCKDB_MISSING`. */
export const DUCKDB_VERSION = "1.5.4-r.1";

export interface DatabaseOptions {
  /** Made when missing; the database and its temporary files live here. Absent: in memory, for small data. */
  readonly folder?: string;
  readonly memoryBytes: number;
  /** Time zone of times that name none, such as `Europe/London`; default UTC. */
  readonly timeZone?: string;
  readonly signal?: AbortSignal;
  /** Share of a running statement, 0 to 1; statements of more than a second only. */
  readonly onProgress?: (share: number) => void;
}

export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  run(sql: string): Promise<void>;
  /** Small results; whole numbers beyond int32 arrive as numbers. */
  rows<T extends object = Row>(sql: string): Promise<T[]>;
  /** Large results, column by column as DuckDB holds them. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>;
  /** Fills a table with rows of strings, numbers and nulls, in the order of its columns. */
  append(table: string, rows: Iterable<readonly (string | number | null)[]>): Promise<void>;
  /** Closes the database and removes its files. */
  close(): void;
}

const PROGRESS_EVERY_MS = 500;

/**
 * @throws AisleError `DUCKDB_MISSING`; from statements `ABORTED`, `MEMORY_EXCEEDED` and `DISK_FULL`, and DuckDB's own
 * errors unchanged.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { folder, memoryBytes, timeZone = "UTC", signal, onProgress } = options;
  throwIfAborted(signal);
  const { DuckDBInstance, DOUBLE } = await loadDuckDb();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const file = folder === undefined ? undefined : join(folder, "work.duckdb");
  const removeFiles = () => {
    for (const path of file ? [file, `${file}.wal`, `${file}.tmp`] : []) rmSync(path, { recursive: true, force: true });
  };
  removeFiles();
  const instance = await DuckDBInstance.create(file ?? ":memory:", {
    memory_limit: `${Math.max(64, Math.floor(memoryBytes / 2 ** 20))}MiB`,
    temp_directory: file ? `${file}.tmp` : "",
    // An extension is a download: nothing may come from the network.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = ${quoted(timeZone)}`).catch((cause) => {
    throw new AisleError("OPTIONS_INVALID", `The time zone ${quoted(timeZone)} is not known.`, {
      fix: "Take a name of the IANA list, such as Europe/London.",
      cause,
    });
  });
  await connection.run("SET enable_progress_bar = true; SET enable_progress_bar_print = false");

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    throwIfAborted(signal);
    const interrupt = () => connection.interrupt();
    signal?.addEventListener("abort", interrupt, { once: true });
    const watch = onProgress && watchProgress(connection, onProgress);
    try {
      return await work();
    } catch (error) {
      throw explained(error, signal);
    } finally {
      signal?.removeEventListener("abort", interrupt);
      clearInterval(watch);
    }
  }

  return {
    run: (sql) => guarded(async () => void (await connection.run(sql))),
    rows: <T extends object>(sql: string) =>
      guarded(async () => {
        const result = await connection.runAndReadAll(sql);
        return result.getRowObjectsJS().map(plain) as T[];
      }),
    async *chunks(sql) {
      const result = await guarded(() => connection.stream(sql));
      for (;;) {
        const chunk = await guarded(() => result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk;
      }
    },
    append: (table, rows) =>
      guarded(async () => {
        const appender = await connection.createAppender(table);
        for (const row of rows) {
          for (const value of row) {
            if (value === null) appender.appendNull();
            else if (typeof value === "string") appender.appendVarchar(value);
            else appender.appendValue(value, DOUBLE);
          }
          appender.endRow();
        }
        appender.closeSync();
      }),
    close() {
      connection.closeSync();
      instance.closeSync();
      removeFiles();
    },
  };
}

/** A string as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as DuckDB's readers take it: `*`, `?` and `[` in it stand for themselves. */
export function quotedPath(path: string): string {
  return quoted(path.replace(/[*?[]/g, "[$&]"));
}

/** A name of a table or column as SQL writes it. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function loadDuckDb(): Promise<typeof import("@duckdb/node-api")> {
  try {
    return await import("@duckdb/node-api");
  } catch (cause) {
    throw new AisleError("DUCKDB_MISSING", "Reading orders needs DuckDB, which is not installed here.", {
      fix: `Run: npm install --save-dev @duckdb/node-api@${DUCKDB_VERSION}`,
      cause,
    });
  }
}

function watchProgress(connection: DuckDBConnection, onProgress: (share: number) => void): NodeJS.Timeout {
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) onProgress(percentage / 100);
  }, PROGRESS_EVERY_MS);
  timer.unref();
  return timer;
}

function plain(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]),
  );
}

function explained(error: unknown, signal: AbortSignal | undefined): unknown {
  throwIfAborted(signal);
  const message = error instanceof Error ? error.message : String(error);
  if (/No space left|disk is full|max_temp_directory_size|could not write (all|file)/i.test(message)) {
    return new AisleError("DISK_FULL", "There is no room left for DuckDB's temporary files.", {
      seen: firstLine(message),
      fix: "Free some space or name a roomier folder with --cache.",
      cause: error,
    });
  }
  if (/out of memory/i.test(message)) {
    return new AisleError("MEMORY_EXCEEDED", `DuckDB ran out of memory: ${firstLine(message)}`, {
      fix: "Give it more with --memory 4GB.",
      cause: error,
    });
  }
  return error;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0].slice(0, 200);
}
