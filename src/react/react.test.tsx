import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import { createFakeAisle } from "../page/testing/fakeAisle";
import type { Item } from "../types";
import { AisleProvider, Shelf, useAisle, useProfile, useRecommendations, useSearch, useTrack } from "./index";

const QUERY = { placement: "home", limit: 3 } as const;
const ITEMS: readonly Item[] = [{ id: "a", title: "Mug" }];

function Page() {
  const { shelf, status } = useRecommendations(QUERY);
  const hits = useSearch("mug");
  const { profile } = useProfile();
  useTrack();
  const aisle = useAisle();
  return <p>{[status, String(shelf), hits.status, String(profile), String(aisle)].join(" ")}</p>;
}

describe("on a server", () => {
  it("renders the constant snapshot, whatever the client knows, and asks it nothing", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const leave = aisle.shelf(QUERY).subscribe(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(aisle.shelf(QUERY).current()?.items).toHaveLength(1);
    const before = aisle.queries.length;
    const html = renderToString(
      <AisleProvider client={aisle}>
        <Page />
      </AisleProvider>,
    );
    expect(html).toBe("<p>loading undefined loading undefined undefined</p>");
    expect(aisle.queries).toHaveLength(before);
    leave();
  });

  it("creates no client from options", () => {
    // In Node there is no Worker and no document: creating one here would throw.
    const html = renderToString(
      <AisleProvider options={{ catalog: "/products.json" }}>
        <Page />
      </AisleProvider>,
    );
    expect(html).toContain("loading");
  });

  it("renders the shop's own fallback for a shelf", () => {
    const html = renderToString(
      <AisleProvider client={createFakeAisle({ items: ITEMS })}>
        <Shelf query={QUERY} className="row" renderItem={({ item }) => item.title} fallback={<b>Bestsellers</b>} />
      </AisleProvider>,
    );
    expect(html).toBe('<div class="row"><b>Bestsellers</b></div>');
  });

  it("says what is wrong when the provider is missing", () => {
    expect(() => renderToString(<Page />)).toThrow(AisleError);
    expect(() => renderToString(<Page />)).toThrow(/AisleProvider/);
  });
});
