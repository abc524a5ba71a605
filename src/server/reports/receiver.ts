/** The reference of a receiving server: one route, plain HTTP behind the shop's own TLS, no log of who came. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Refusal, Tally } from "./tally";

const MAX_BODY_BYTES = 2_000;

const STATUS: Readonly<Record<Refusal, number>> = { malformed: 400, unknown_question: 404, replayed: 409 };

export interface ReceiverOptions {
  readonly tally: Tally;
  /** Path of the route; default `/`. */
  readonly path?: string;
}

/** Answers `204` to what it counted. A page posts `text/plain`, so that no browser asks for permission first. */
export function createReceiver({ tally, path = "/" }: ReceiverOptions): Server {
  return createServer(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("cache-control", "no-store");
    if (new URL(request.url ?? "/", "http://localhost").pathname !== path) return end(response, 404);
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return end(response, 405);
    }
    const body = await read(request);
    if (body === undefined) {
      response.setHeader("connection", "close");
      return end(response, 413);
    }
    const refusal = tally.add(parse(body));
    end(response, refusal === undefined ? 204 : STATUS[refusal]);
  });
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_BODY_BYTES) return undefined;
      chunks.push(chunk as Buffer);
    }
  } catch {
    // Whoever hung up has sent nothing.
    return "";
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
