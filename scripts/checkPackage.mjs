/** The packed tarball as its users meet it: publint, are-the-types-wrong, every entry imported in bare Node. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./ensure.mjs";

const folder = mkdtempSync(join(tmpdir(), "aisle-package-"));
try {
  const env = { ...process.env, npm_config_cache: join(folder, "cache") };
  command("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], root, env);
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
  command(process.execPath, ["node_modules/publint/src/cli.js", "run", tarball, "--strict"], root, env);
  command(
    process.execPath,
    [
      "node_modules/@arethetypeswrong/cli/dist/index.js",
      tarball,
      "--profile",
      "esm-only",
      "--entrypoints",
      ".",
      "./react",
      "./elements",
      "./elements/search",
      "./elements/privacy",
      "./elements/inspector",
    ],
    root,
    env,
  );
  const shop = join(folder, "shop");
  command("mkdir", [shop], folder, env);
  writeFileSync(join(shop, "package.json"), '{"name":"shop","private":true,"type":"module"}');
  command("npm", ["install", "--no-audit", "--no-fund", "--omit=peer", "--offline", tarball], shop, env);
  const imports = `for (const entry of ["aisle", "aisle/elements"]) { const m = await import(entry); if (!Object.keys(m).length) throw new Error(entry); } console.log("entries import in bare Node");`;
  command(process.execPath, ["--input-type=module", "-e", imports], shop, env);
  // The command too, without anything it asks for only when it is needed.
  command(process.execPath, ["node_modules/aisle/dist/cli.js", "--help"], shop, env);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function command(name, args, cwd, env) {
  const done = spawnSync(name, args, { cwd, env, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`${name} ${args[0]} … ended with status ${done.status}`);
    process.exit(1);
  }
}
