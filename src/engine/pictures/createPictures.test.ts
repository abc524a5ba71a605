import { describe, expect, it, vi } from "vitest";
import { quantizeVector } from "../../encoder/quantizeVector";
import { AisleError } from "../../errors";
import type { Item } from "../../types";
import type { Build } from "../assets/build";
import { createMemoryStore } from "../store/memoryStore";
import { createPictures, type PicturesOptions } from "./createPictures";

const item = (id: string): Item => ({ id, title: id, imageLink: `/${id}.png` });
/** What the model sees in a picture: by the address, so that a test can tell. */
const seen = (url: string): Float32Array => {
  const n = Number(/\d+/.exec(url)?.[0]);
  return Float32Array.of(Math.cos(n), Math.sin(n), 1);
};

interface Setup {
  readonly items?: readonly Item[];
  readonly store?: ReturnType<typeof createMemoryStore>;
  readonly more?: Partial<PicturesOptions>;
  readonly see?: (url: string) => Float32Array;
}

/** A build that knows items 0 to 3, of which 3 has no vector, and a page that has more. */
function setup({
  items = [9, 0, 1, 2, 3, 7].map((n) => item(`i${n}`)),
  store = createMemoryStore(),
  more,
  see = seen,
}: Setup = {}) {
  const ids = ["i0", "i1", "i2", "i3"];
  const vectors = ids.map((id) => quantizeVector(seen(id), 31)!);
  const extended: Record<string, readonly string[]>[] = [];
  const problems: AisleError[] = [];
  const log: string[] = [];
  const build = {
    manifest: { buildId: "b" },
    ids,
    spaces: {
      images: {
        modelId: "custom",
        dimensions: 3,
        scales: Float32Array.from(vectors, ({ scale }, row) => (row === 3 ? 0 : scale)),
        values: Int8Array.from(vectors.flatMap(({ values }) => [...values])),
      },
    },
    learned: {
      extend: (space: string, added: ReadonlyMap<string, unknown>) => extended.push({ [space]: [...added.keys()] }),
    },
  } as unknown as Build;
  const dispose = vi.fn();
  const openEncoder = vi.fn(async () => ({ embed: async (blob: Blob) => see(await blob.text()), dispose }));
  const onChange = vi.fn();
  const pictures = createPictures({
    plan: { space: "images", model: "/model/", runtime: "/runtime/" },
    openEncoder,
    readPicture: async (url) => {
      log.push(url);
      return new Blob([url]);
    },
    build: { opened: async () => {}, usable: () => build },
    catalog: { view: () => ({ items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 }) },
    store: () => store,
    lock: (_name, _signal, work) => work(),
    idle: async () => {},
    onChange,
    onDegraded: (error) => problems.push(error as AisleError),
    ...more,
  });
  return { pictures, extended, problems, log, openEncoder, onChange, dispose, store, build };
}

describe("pictures of items that the build did not know", () => {
  it("are looked at in feed order, after one of the build's own has proven the model, and once for all visits", async () => {
    const first = setup();
    await first.pictures.understand();
    expect(first.log).toEqual(["/i0.png", "/i9.png", "/i3.png", "/i7.png"]);
    expect(first.extended).toEqual([{ images: ["i9", "i3", "i7"] }]);
    expect(first.onChange).toHaveBeenCalledTimes(1);
    await first.pictures.understand();
    expect(first.log.length).toBe(4);
    await first.pictures.stop();
    expect(first.dispose).toHaveBeenCalledTimes(1);
    const later = setup({ store: first.store });
    await later.pictures.understand();
    expect(later.extended).toEqual([{ images: ["i9", "i3", "i7"] }]);
    expect(later.openEncoder).not.toHaveBeenCalled();
    expect(later.log).toEqual([]);
    expect([...first.problems, ...later.problems]).toEqual([]);
  });

  it("are left alone where the build knows all or there is no build", async () => {
    const none = { opened: async () => {}, usable: () => undefined };
    for (const given of [
      { items: ["i0", "i1"].map(item) },
      { items: [{ id: "bare", title: "no picture" }] },
      { more: { build: none } },
    ]) {
      const { pictures, openEncoder, log, problems, extended } = setup(given);
      await pictures.understand();
      expect([openEncoder.mock.calls, log, problems, extended]).toEqual([[], [], [], []]);
    }
  });

  it.each(["sounds", "constructor"])(
    "are left alone, and it is told once, where the build has no space: %s",
    async (space) => {
      const more = { plan: { space, model: "/model/", runtime: "/runtime/" } };
      const { pictures, openEncoder, log, problems, extended } = setup({ more });
      await pictures.understand();
      await pictures.understand();
      expect([openEncoder.mock.calls, log, extended]).toEqual([[], [], []]);
      expect(problems.map(({ code }) => code)).toEqual(["ASSET_MISMATCH"]);
      expect(problems[0].message).toContain(`no space ${space}.`);
    },
  );

  it.each([
    ["sees otherwise", (url: string) => seen(url).map((value, d) => (d === 1 ? -3 * value - 1 : value)), /cosine/],
    ["has another length", (url: string) => seen(url).subarray(1), /no vector to compare/],
  ])("are ranked without, and it is told once, where the model %s", async (_, see, why) => {
    const { pictures, problems, extended, log } = setup({ see });
    await pictures.understand();
    await pictures.understand();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "ASSET_MISMATCH", seen: expect.stringMatching(why) });
    expect(extended).toEqual([]);
    expect(log).toEqual(["/i0.png", "/i1.png", "/i2.png"]);
  });

  it("may fail one by one: told once, never asked for again, and the others go on", async () => {
    const read: string[] = [];
    const { pictures, problems, extended } = setup({
      more: {
        readPicture: async (url) => {
          read.push(url);
          if (/[93]/.test(url)) throw new AisleError("ASSET_UNREACHABLE", "gone");
          return new Blob([url]);
        },
      },
    });
    await pictures.understand();
    await pictures.understand();
    expect(extended).toEqual([{ images: ["i7"] }, { images: ["i7"] }]);
    expect(problems.map(({ code }) => code)).toEqual(["ASSET_UNREACHABLE"]);
    expect(new Set(read).size).toBe(read.length);
  });

  it("are given up after eight failures in a row, or when the model cannot be had", async () => {
    const many = Array.from({ length: 40 }, (_, n) => item(`i${n}`));
    const readPicture = vi.fn(async (url: string) => {
      if (url !== "/i0.png") throw new AisleError("ASSET_UNREACHABLE", "gone");
      return new Blob([url]);
    });
    const host = setup({ items: many, more: { readPicture } });
    await host.pictures.understand();
    await host.pictures.understand();
    expect(readPicture).toHaveBeenCalledTimes(9);
    expect(host.problems).toHaveLength(2);
    const openEncoder = vi.fn(async () => Promise.reject(new AisleError("BACKEND_UNAVAILABLE", "no")));
    const model = setup({ more: { openEncoder } });
    await model.pictures.understand();
    await model.pictures.understand();
    expect(openEncoder).toHaveBeenCalledTimes(1);
    expect(model.problems.map(({ code }) => code)).toEqual(["BACKEND_UNAVAILABLE"]);
  });

  it("wait while the page is hidden, and stop with it", async () => {
    const { pictures, log, extended } = setup();
    pictures.pause("hidden");
    await pictures.understand();
    expect(log).toEqual([]);
    pictures.resume("hidden");
    await pictures.understand();
    expect(extended[0]).toEqual({ images: ["i9", "i3", "i7"] });
    const stopped = setup({
      more: {
        idle: async () => {
          void stopped.pictures.stop();
        },
      },
    });
    await stopped.pictures.understand();
    expect(stopped.openEncoder).toHaveBeenCalledTimes(1);
    expect(stopped.problems).toEqual([]);
    expect(stopped.log).toEqual([]);
  });
});
