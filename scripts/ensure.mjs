/** What a fresh machine lacks: node_modules and a Chromium. Plain Node, so that it runs before anything is installed. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command with its output shown; stops the process when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (done.error) throw done.error;
  if (done.status !== 0 && !options.allowFailure) {
    console.error(`\n${command} ${args.join(" ")} ended with status ${done.status ?? done.signal}.`);
    process.exit(done.status ?? 1);
  }
  return done;
}

/** Installs exactly what the lock file names, when node_modules is absent or older than the lock file. */
export function ensureNodeModules() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Aisle needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const marker = join(root, "node_modules/.package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs - 1000) return;
  if (existsSync(marker) && sameLock(marker, lock)) return;
  console.log("Installing packages (npm ci) …");
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}

/** npm writes the installed tree beside the packages; equal versions mean nothing to do. */
function sameLock(marker, lock) {
  const installed = JSON.parse(readFileSync(marker, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(lock, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === "" || entry.optional || entry.dev === undefined || installed[path]?.version === entry.version,
  );
}

/** @returns path of a Chromium that runs here, installing one if need be */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium (apt-get) …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], { env, allowFailure: true });
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"], {
      env,
      allowFailure: true,
    });
  }
  const system = findChromium();
  if (system) return system;
  console.log("Installing Chromium (playwright) …");
  run("npx", ["playwright", "install", "chromium"]);
  const downloaded = findChromium();
  if (!downloaded) {
    console.error("No Chromium found. Install one and name it in AISLE_CHROMIUM.");
    process.exit(1);
  }
  return downloaded;
}

function findChromium() {
  const names = [
    process.env.AISLE_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ];
  const system = names.find((name) => name && existsSync(name));
  if (system) return system;
  try {
    const own = createRequire(join(root, "package.json"))("playwright").chromium.executablePath();
    return existsSync(own) ? own : undefined;
  } catch {
    return undefined;
  }
}
