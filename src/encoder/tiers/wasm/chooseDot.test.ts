import { describe, expect, it } from "vitest";
import { createDotChooser, type Dot } from "./chooseDot";

describe("createDotChooser", () => {
  it.each<Dot>(["fused", "paired"])("settles on the faster one: %s", (faster) => {
    const chooser = createDotChooser();
    let products = 0;
    while (!chooser.settled && products < 10_000) {
      // The first products are slow whatever the spelling: the engine has not optimised yet.
      const unoptimised = products < 100 ? 10 : 1;
      chooser.report(1e7, unoptimised * (chooser.current() === faster ? 0.1 : 0.2));
      products++;
    }
    expect(chooser.settled).toBe(true);
    expect(chooser.current()).toBe(faster);
  });

  it("is not misled by a machine that is busy while the faster one runs", () => {
    const chooser = createDotChooser();
    for (let products = 0; !chooser.settled; products++) {
      const busy = chooser.current() === "paired" && products % 200 < 150 ? 3 : 1;
      chooser.report(1e7, busy * (chooser.current() === "paired" ? 0.1 : 0.12));
    }
    expect(chooser.current()).toBe("paired");
  });

  it("keeps its choice", () => {
    const chooser = createDotChooser();
    while (!chooser.settled) chooser.report(1e9, chooser.current() === "paired" ? 1 : 2);
    for (let i = 0; i < 100; i++) chooser.report(1e9, 50);
    expect(chooser.current()).toBe("paired");
  });
});
