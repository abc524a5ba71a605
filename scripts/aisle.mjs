/** `npm run -s aisle -- …`: the `aisle` command from the sources, built when they have changed. */
import { ensureNodeModules, root, run } from "./ensure.mjs";

ensureNodeModules();
const { buildCli } = await import("./buildCli.mjs");
await buildCli();
const { status } = run(process.execPath, ["dist/cli.js", ...process.argv.slice(2)], { cwd: root, allowFailure: true });
process.exit(status ?? 1);
