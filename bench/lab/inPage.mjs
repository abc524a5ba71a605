/** What runs in the measured page. */

/** Before anything of the page: observers, and the moment at which the first shelf shows items. */
export function observe() {
  const lab = { lcp: 0, cls: 0, ownCls: 0, tasks: [], inp: 0, ownScript: 0, firstShelfMs: undefined };
  globalThis.lab = lab;
  const watch = (type, take, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  const isOurs = (node) => {
    for (let at = node; at; at = at.parentNode ?? at.host) if (at.localName?.startsWith("aisle-")) return true;
    return false;
  };
  watch("largest-contentful-paint", (entry) => {
    lab.lcp = entry.startTime;
  });
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    lab.cls += entry.value;
    if (entry.sources.some(({ node }) => isOurs(node))) lab.ownCls += entry.value;
  });
  watch("longtask", (entry) => lab.tasks.push(entry.duration));
  watch(
    "event",
    (entry) => {
      if (entry.interactionId) lab.inp = Math.max(lab.inp, entry.duration);
    },
    { durationThreshold: 16 },
  );
  watch("long-animation-frame", (entry) => {
    for (const script of entry.scripts) {
      if (script.sourceURL.includes("/dist/")) lab.ownScript = Math.max(lab.ownScript, script.duration);
    }
  });
  addEventListener("aisle-render", (event) => {
    if (event.detail.shelf.items.length > 0) lab.firstShelfMs ??= performance.now();
  });
}

export function collect() {
  const { tasks, ...lab } = globalThis.lab;
  return { ...lab, longTasks: tasks.length, longestTask: Math.max(0, ...tasks) };
}
