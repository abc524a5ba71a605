/** The receiving server as a process of its own, and clients that post to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";

export interface Receiver {
  readonly port: number;
  /** Everything it said, to either stream. */
  said(): string;
  /** Ends it as a service manager would, and waits until it has written its totals. */
  stop(): Promise<void>;
}

export async function startReceiver(root: string, planPath: string, totals: string): Promise<Receiver> {
  const argv = [join(root, "dist/cli.js"), "reports", planPath, "--totals", totals, "--port", "0"];
  const child: ChildProcess = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const port = await new Promise<number>((resolve, reject) => {
    const hear = (data: Buffer) => {
      said += data.toString("utf8");
      const found = /port (\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    void ended.then((status) => reject(new Error(`aisle reports ended with ${status}: ${said}`)));
  });
  return {
    port,
    said: () => said,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export interface Post {
  readonly body: string;
  /** What a browser sends along unasked. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @returns how many were answered with each status */
export async function postAll(port: number, path: string, posts: readonly Post[]): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const statuses = new Map<number, number>();
  const post = ({ body, headers }: Post) =>
    new Promise<void>((resolve, reject) => {
      const sent = { "content-type": "text/plain", ...headers };
      const call = request({ agent, host: "127.0.0.1", port, method: "POST", path, headers: sent }, (response) => {
        const status = response.statusCode ?? 0;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        response.resume();
        response.on("end", resolve);
      });
      call.on("error", reject);
      call.end(body);
    });
  await Promise.all(posts.map(post));
  agent.destroy();
  return statuses;
}
