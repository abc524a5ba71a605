import { describe, expect, it } from "vitest";
import { createProgress } from "./progress";
import { readBytesFlag, readTimeFlag, readWholeFlag } from "./readFlags";
import { untilInterrupted } from "./untilInterrupted";

describe("flags", () => {
  it("read sizes, times and numbers, and refuse the rest", () => {
    expect(readBytesFlag("--memory", "2GB")).toBe(2e9);
    expect(readBytesFlag("--memory", "1.5 GiB")).toBe(1.5 * 2 ** 30);
    for (const wrong of ["2", "GB", "-2GB", "1MB", "2GB!", ""])
      expect(() => readBytesFlag("--memory", wrong)).toThrow();
    expect(readTimeFlag("--split", "2011-10-01")).toBe(Date.UTC(2011, 9, 1));
    expect(readTimeFlag("--split", "2011-10-01T12:00")).toBe(Date.UTC(2011, 9, 1, 12));
    expect(readTimeFlag("--split", "2011-10-01T12:00:00+02:00")).toBe(Date.UTC(2011, 9, 1, 10));
    for (const wrong of ["October", "1/10/2011", "", "2011-13-45"])
      expect(() => readTimeFlag("--split", wrong)).toThrow();
    for (const wrong of ["0", "1.5", "x", ""]) expect(() => readWholeFlag("--n", wrong)).toThrow();
    expect(readWholeFlag("--n", undefined)).toBeUndefined();
  });
});

describe("progress", () => {
  it("writes one line where somebody looks, and nothing where nobody does", () => {
    for (const isTTY of [true, false]) {
      let written = "";
      let clock = 0;
      const progress = createProgress({ isTTY, columns: 40, write: (text) => (written += text) }, () => clock);
      progress.tell("reading a file with a very long name indeed, longer than the line", 0.5);
      clock += 10;
      progress.tell("cleaning");
      progress.tell("cleaning", 0.25);
      progress.end();
      expect(progress.step).toBe("cleaning");
      expect(written.includes("\n")).toBe(false);
      const lines = written.split("\r\u001b[K");
      if (!isTTY) expect(written).toBe("");
      else expect(lines.every((line) => line.length < 40)).toBe(true);
    }
  });
});

describe("untilInterrupted", () => {
  it("stops work that waits, once, and takes its handlers away", async () => {
    const before = process.listenerCount("SIGINT");
    const stopped = untilInterrupted(
      (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("torn down")))),
    );
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    process.emit("SIGINT");
    await expect(stopped).rejects.toThrowError(expect.objectContaining({ code: "ABORTED" }));
    expect(process.listenerCount("SIGINT")).toBe(before);
    expect(await untilInterrupted(async () => 3)).toBe(3);
  });
});
