/** Runs an engine in a browser, for `aisle encoder check --browser`. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AisleError, type ErrorData } from "../../errors";
import type { DrivenBrowser } from "../browsers/drivenBrowser";
import { openBrowser, type WhichBrowser } from "../browsers/openBrowser";
import type { EncoderPage, PageOptions } from "./browserCheckPage";
import type { EmbedSequences } from "./checkEncoder";
import { readManifestFile } from "./encoderFolder";

export interface BrowserEncoderOptions extends PageOptions, WhichBrowser {
  /** The encoder's folder; read by the browser, not by Node. */
  readonly folder: string;
  /** The bundled page script; default beside the command. */
  readonly pageScript?: string;
}

export interface BrowserEncoder {
  /** Engine and browser, with version. */
  readonly label: string;
  readonly sequences: EmbedSequences;
  close(): Promise<void>;
}

const SEQUENCES_PER_CALL = 16;

declare const aisleEncoderPage: EncoderPage;

/** @throws AisleError `BACKEND_UNAVAILABLE` and what the engine in the page throws */
export async function openBrowserEncoder(options: BrowserEncoderOptions): Promise<BrowserEncoder> {
  const browser = await openBrowser(options);
  try {
    const encoder = await openEncoderIn(browser, options);
    return {
      ...encoder,
      async close() {
        await encoder.close();
        await browser.close();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

export type EncoderInOptions = Omit<BrowserEncoderOptions, keyof WhichBrowser>;

/** The same in a browser that is open already and stays open. */
export async function openEncoderIn(browser: DrivenBrowser, options: EncoderInOptions): Promise<BrowserEncoder> {
  const { folder, engine, build } = options;
  const script = options.pageScript ?? fileURLToPath(new URL("browserCheckPage.js", import.meta.url));
  const server = await serve(folder, script);
  const { port } = server.address() as AddressInfo;
  try {
    const tab = await browser.newTab();
    const close = async () => {
      await tab.close();
      server.close();
    };
    try {
      await tab.goto(`http://127.0.0.1:${port}/`);
      const opened = orThrow(await tab.evaluate((choice) => aisleEncoderPage.open(choice), { engine, build }));
      return {
        label: `${opened.label} (${browser.name} ${browser.version})`,
        close,
        sequences: async (sequences) => {
          const vectors: number[] = [];
          for (let start = 0; start < sequences.length; start += SEQUENCES_PER_CALL) {
            const part = sequences.slice(start, start + SEQUENCES_PER_CALL).map((ids) => [...ids]);
            const answer = orThrow(await tab.evaluate((ids) => aisleEncoderPage.forward(ids), part));
            for (const value of answer.vectors) vectors.push(value);
          }
          return Float32Array.from(vectors);
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    server.close();
    throw error;
  }
}

/** The page, its script, and the files that the manifest names; nothing else of the disk. */
async function serve(folder: string, script: string): Promise<Server> {
  const { weights } = readManifestFile(folder);
  const files = new Map<string, readonly [string, () => string | Buffer]>([
    ["/", ["text/html", () => '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>']],
    ["/page.js", ["text/javascript", () => readFileSync(script)]],
    ...["manifest.json", ...weights.chunks.map(({ file }) => file)].map(
      (name) => [`/encoder/${name}`, ["application/octet-stream", () => readFileSync(join(folder, name))]] as const,
    ),
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": file[0] }).end(file[1]());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function orThrow<Answer extends object>(
  answer: Answer | { readonly error: ErrorData },
): Exclude<Answer, { error: ErrorData }> {
  if ("error" in answer) {
    const { code, message, fix } = answer.error as ErrorData;
    throw new AisleError(code, message.replace(fix ? ` ${fix}` : "", ""), { fix });
  }
  return answer as Exclude<Answer, { error: ErrorData }>;
}
