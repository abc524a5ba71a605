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

/** Where browsers usually are; the `aisle` command looks in the same places. */
const places = JSON.parse(readFileSync(join(root, "src/server/browsers/places.json"), "utf8"));
const first = (paths) => paths.find((path) => path && existsSync(path));

/** @returns path of a Chromium that runs here, installing one if need be */
export function ensureChromium() {
  const found = findChromium() ?? (aptInstall(["chromium", "fonts-noto-cjk"]) && findChromium());
  if (found) return found;
  console.log("Installing Chromium (playwright) …");
  run("npx", ["playwright", "install", "chromium"]);
  const downloaded = findChromium();
  if (!downloaded) {
    console.error("No Chromium found. Install one and name it in AISLE_CHROMIUM.");
    process.exit(1);
  }
  return downloaded;
}

/**
 * Firefox, WebKitGTK with its driver and a display, and a Vulkan that needs no GPU: installed where that can be done without asking (Debian, as root),
 * else what is there counts. Tests that find none are skipped.
 */
export function ensureOtherBrowsers() {
  const missing = [
    [firstOf("firefox", process.env.AISLE_FIREFOX), "firefox-esr"],
    [firstOf("webKitDriver") && firstOf("miniBrowser"), "webkit2gtk-driver"],
    [firstOf("xvfb"), "xvfb"],
    [firstOf("lavapipe"), "mesa-vulkan-drivers"],
  ].flatMap(([found, name]) => (found ? [] : [name]));
  if (missing.length > 0) aptInstall(missing);
}

const firstOf = (browser, own) => first([own, ...places[browser]]);

/** Several tries: mirrors and other installations get in the way. @returns whether all of it is installed */
function aptInstall(names) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  console.log(`Installing ${names.join(", ")} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const patient = ["-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=180"];
  for (let attempt = 1; attempt <= 3; attempt++) {
    run("apt-get", ["update", ...patient], { env, allowFailure: true });
    const install = ["install", "-y", "--no-install-recommends", ...patient, ...names];
    if (run("apt-get", install, { env, allowFailure: true, stdio: ["ignore", "ignore", "inherit"] }).status === 0) {
      return true;
    }
    if (attempt < 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000 * attempt);
  }
  return false;
}

function findChromium() {
  const system = firstOf("chromium", process.env.AISLE_CHROMIUM);
  if (system) return system;
  try {
    const own = createRequire(join(root, "package.json"))("playwright").chromium.executablePath();
    return existsSync(own) ? own : undefined;
  } catch {
    return undefined;
  }
}
