#!/usr/bin/env node
/**
 * `npm run bench [-- --quick | --sweep] [--encoder FOLDER]`: our encoder and its peers side by side in one Chromium. Writes
 * bench/results/encoder.{json,md,svg}; `--quick` measures for a minute or two and only prints; `--start` measures and prints
 * starts from an empty cache alone; `--sweep` tries the peers' settings and writes bench/results/peerSettings.md. The
 * encoder "as shipped" is that of public/aisle unless another is named. Needs the checkpoint with its ONNX file under
 * `$AISLE_SHARED` (default `../shared`).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureChromium, ensureNodeModules, root } from "../scripts/ensure.mjs";
import { readChunks } from "./readChunks.mjs";

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    start: { type: "boolean", default: false },
    sweep: { type: "boolean", default: false },
    encoder: { type: "string", default: join(root, "public/aisle/encoder") },
  },
});
const shared = resolve(process.env.AISLE_SHARED || join(root, "../shared"));
const checkpoint = join(shared, "models/all-MiniLM-L6-v2");
if (!existsSync(join(checkpoint, "onnx/model_quantized.onnx"))) {
  console.error(`No ONNX checkpoint under ${shared}: set AISLE_SHARED to the folder that holds models/.`);
  process.exit(1);
}
ensureNodeModules();
const chromiumPath = ensureChromium();
const { bundlePages, installPeers, makeFullEncoder, peerVersions, sharedFolders } = await import("./peers/prepare.mjs");
const { launch, machine, openCandidate } = await import("./peers/browser.mjs");
const { bulkSettings, candidates, tableTier, twoThreads } = await import("./peers/candidates.mjs");
const { onlineRetailDescriptions, scientificTitles, seededRandom, textsOfLengths } = await import("./peers/texts.mjs");
const { serve } = await import("./peers/serve.mjs");

const options = flags.quick
  ? {
      quick: true,
      rounds: 8,
      parts: 4,
      descriptions: 240,
      titles: 32,
      starts: 1,
      memoryTexts: 24,
      leastMs: 1500,
      mostMs: 5000,
    }
  : { quick: false, rounds: 40, parts: 12, starts: 7, memoryTexts: 96, titles: 500, leastMs: 4000, mostMs: 20_000 };
const random = seededRandom(20_261_124);

installPeers();
const encoder = makeFullEncoder(checkpoint);
const pages = await bundlePages();
const shipped = resolve(flags.encoder);
const server = await serve(sharedFolders({ pages, encoder, shipped, shared }));
const vocabularyOf = (folder) => {
  const { vocabulary } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  return readChunks(folder, vocabulary).toString("utf8").split("\n");
};
const hasTable = JSON.parse(readFileSync(join(shipped, "manifest.json"), "utf8")).table !== undefined;
const texts = textsOfLengths(vocabularyOf(encoder), vocabularyOf(shipped), random);
const descriptions = onlineRetailDescriptions(shared).slice(0, options.descriptions);
const titles = scientificTitles(shared, options.titles);
const results = join(root, "bench/results");
mkdirSync(results, { recursive: true });
try {
  if (flags.sweep) await sweep();
  else if (flags.start) await startAlone();
  else await compare();
} finally {
  server.close();
}

async function sweep() {
  const { sweepPeers } = await import("./peers/sweep.mjs");
  const browser = await launch(chromiumPath);
  try {
    const tables = await sweepPeers(browser, server.origin, {
      descriptions: onlineRetailDescriptions(shared),
      titles: scientificTitles(shared, 500),
      texts,
      random,
    });
    const { cpu, loadBefore } = machine(os);
    const head = `# The peers' settings\n\n\`npm run bench -- --sweep\`: one thread, medians of three; ${cpu}, Chromium ${browser.version()}, load ${loadBefore.join(", ")}.\n`;
    writeFileSync(join(results, "peerSettings.md"), `${head}\n${tables}\n`);
    console.log(tables);
  } finally {
    await browser.close();
  }
}

/** Milliseconds to the first vector of each candidate, in turns. */
async function startAlone() {
  const { measureStart, wireBytes } = await import("./peers/measureStart.mjs");
  const started = await measureStart(chromiumPath, server, startCandidates(), {
    rounds: 5,
    memoryTexts: titles.slice(0, 24),
    random,
  });
  for (const [key, { starts, files, peaks }] of started) {
    const { runtime, whole } = wireBytes(files);
    const milliseconds = starts.map((value) => value.toFixed(0)).join(" ");
    console.log(
      `${key.padEnd(14)} ${milliseconds.padEnd(28)} ms   runtime ${(runtime.brotli / 1e3).toFixed(0)} kB, whole ${(whole.brotli / 1e6).toFixed(2)} MB br, peak ${(Math.max(...peaks) / 1e6).toFixed(0)} MB`,
    );
  }
}

function startCandidates() {
  return hasTable ? [...candidates, tableTier] : candidates;
}

async function compare() {
  const { measureOneText, warmUp } = await import("./peers/measureOneText.mjs");
  const { measureBulk } = await import("./peers/measureBulk.mjs");
  const { blankPeakBytes, measureStart, wireBytes } = await import("./peers/measureStart.mjs");
  const { measureCosine } = await import("./peers/measureCosine.mjs");
  const { measureRoofline } = await import("./peers/measureRoofline.mjs");
  const { watchForeignLoad } = await import("./peers/foreignLoad.mjs");
  const { summarize } = await import("./peers/summarize.mjs");
  const { report } = await import("./peers/report.mjs");
  const { chart } = await import("./peers/chart.mjs");

  const described = machine(os);
  const stages = stopwatch();
  const measured = {
    texts: {
      descriptions: descriptions.length,
      distinctDescriptions: new Set(descriptions).size,
      titles: titles.length,
    },
  };
  const browser = await launch(chromiumPath);
  const chromium = browser.version();
  try {
    const blank = await browser.newPage();
    await blank.goto(`${server.origin}/blank`);
    measured.roofline = await measureRoofline(blank);
    await blank.close();

    const open = [];
    for (const candidate of candidates) open.push(await openCandidate(browser, server.origin, candidate));
    stages("warming up");
    await warmUp(open, texts, options);
    const foreign = watchForeignLoad();
    stages("one text");
    measured.oneText = await measureOneText(open, texts, { rounds: options.rounds, random });
    stages("bulk");
    measured.bulk = {
      short: await measureBulk(open, descriptions, { parts: options.parts, settings: bulkSettings.short, random }),
      long: await measureBulk(open, titles, { parts: options.parts, settings: bulkSettings.long, random }),
    };
    described.foreign = foreign();
    measured.about = {};
    for (const { candidate, page } of open) {
      measured.about[candidate.key] = await page.evaluate(() => globalThis.bench.about());
    }
    measured.cosine = { texts: 96, results: await measureCosine(open, shared) };
    for (const { close } of open) await close();

    if (!flags.quick) {
      stages("two threads");
      const threaded = [];
      for (const candidate of twoThreads) threaded.push(await openCandidate(browser, server.origin, candidate));
      await warmUp(threaded, texts, options);
      measured.oneTextTwoThreads = await measureOneText(threaded, texts, { rounds: options.rounds / 2, random });
      measured.bulkTwoThreads = {
        short: await measureBulk(threaded, descriptions, {
          parts: options.parts,
          settings: bulkSettings.short,
          random,
        }),
        long: await measureBulk(threaded, titles, { parts: options.parts, settings: bulkSettings.long, random }),
      };
      for (const { close } of threaded) await close();
    }
  } finally {
    await browser.close();
  }

  stages("start and memory");
  measured.start = await measureStart(chromiumPath, server, startCandidates(), {
    rounds: options.starts,
    memoryTexts: titles.slice(0, options.memoryTexts),
    random,
  });
  const inHaste = startCandidates().filter(({ key, peer }) => peer || key === "shipped" || key === tableTier.key);
  measured.startAtOnce = await measureStart(chromiumPath, server, inHaste, {
    rounds: options.starts,
    memoryTexts: [],
    random,
    settleMs: 0,
  });
  measured.blankPeak = await blankPeakBytes(chromiumPath, server.origin);
  stages("bytes");
  measured.wire = new Map([...measured.start].map(([key, { files }]) => [key, wireBytes(files)]));

  const peers = candidates.filter(({ peer }) => peer).map(({ key }) => key);
  const { ratios, details } = summarize({ ...measured, peers });
  const markdown = report({
    machine: described,
    versions: peerVersions(),
    chromium,
    candidates,
    tableTier,
    twoThreads,
    measured,
    details,
    settings: bulkSettings,
    options,
  });
  console.log(markdown);
  console.log(JSON.stringify(ratios, null, 2));
  if (flags.quick) return;
  const measurements = {
    machine: described,
    chromium,
    versions: peerVersions(),
    roofline: measured.roofline,
    about: measured.about,
    details,
  };
  writeFileSync(join(results, "encoder.json"), `${JSON.stringify({ ...ratios, measurements }, null, 2)}\n`);
  writeFileSync(join(results, "encoder.md"), markdown);
  writeFileSync(join(results, "encoder.svg"), chart(details));
}

/** Says on stderr what begins, and after how long. */
function stopwatch() {
  const started = performance.now();
  return (stage) =>
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${stage}\n`);
}
