import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import type { EventName, RecommendQuery } from "../types";
import type { AisleOptions } from "./aisle";
import { checkEventName, checkOptions } from "./checkInput";
import { checkQuery } from "./checkQuery";

describe("checkInput", () => {
  it("takes what the docs show", () => {
    checkOptions({ assets: "/aisle/", consent: "session", catalog: [] });
    checkEventName("view_item");
    expect(checkQuery({ placement: "home", limit: 8 })).toEqual({ placement: "home", limit: 8 });
  });

  it.each([
    [{ placement: "hoem" }, /placement is "hoem"/],
    [{ placement: "home", limit: 0 }, /limit is 0/],
    [{ placement: "home", limit: 1e9 }, /limit/],
    [{ placement: "home", limit: Number.NaN }, /limit/],
    [{ placement: "home", offset: -1 }, /offset/],
    [{ placement: "related", item: 7 }, /item is 7/],
    [{ placement: "search" }, /search needs text/],
  ])("refuses %j", (query, message) => {
    expect(() => checkQuery(query as RecommendQuery)).toThrow(message);
  });

  it.each([
    [{ encoder: "fast" }, /encoder is one of .*got "fast"/],
    [{ capture: ["dataLayer", "cookies"] }, /capture is one of .*got "cookies"/],
    [{ capture: true }, /capture/],
    [{ consentFrom: "google" }, /consentFrom is one of/],
    [{ consentFrom: { source: "google" } }, /consentFrom is one of .*got "google"/],
    [{ images: "none" }, /images/],
    [{ currency: "Euro" }, /currency is an ISO 4217 code; got "Euro"/],
    [{ run: "faster" }, /run/],
  ])("refuses the options %j", (options, message) => {
    expect(() => checkOptions(options as unknown as AisleOptions)).toThrow(message);
    checkOptions({
      capture: ["jsonLd"],
      consentFrom: { source: "tcf", granted: "session" },
      currency: "EUR",
      run: "auto",
    });
  });

  it("answers anything at all with itself or a typed error", () => {
    const typed = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        expect(error).toBeInstanceOf(AisleError);
      }
    };
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (junk) => {
        typed(() => checkQuery(junk as RecommendQuery));
        typed(() => checkOptions(junk as AisleOptions));
        typed(() => checkEventName(junk as EventName));
      }),
    );
  });
});
