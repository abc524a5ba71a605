/** `npm start`: installs what is missing, builds the demo shop when its sources changed, and serves it. */
import { ensureNodeModules, root, run } from "./ensure.mjs";

ensureNodeModules();
const { buildDemo } = await import("./build.mjs");
await buildDemo();
const port = process.env.PORT ?? "4173";
console.log(`\nThe demo shop: http://localhost:${port}/   (Ctrl-C ends it)\n`);
run(process.execPath, ["node_modules/vite/bin/vite.js", "preview", "--port", port, "--strictPort"], { cwd: root });
