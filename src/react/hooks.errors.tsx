/** What must type-check and what must not; the compiler is the test, nothing here runs. */
import { createFakeAisle } from "../page/testing/fakeAisle";
import type { Item } from "../types";
import { AisleProvider, Shelf, useRecommendations } from "./index";

const QUERY = { placement: "home" } as const;

interface Wine extends Item {
  readonly vintage: number;
}

export function WineTypes() {
  const { shelf } = useRecommendations<Wine>(QUERY);
  const vintage: number | undefined = shelf?.items[0].item.vintage;
  // @ts-expect-error a plain item has no vintage
  useRecommendations(QUERY).shelf?.items[0].item.vintage;
  // @ts-expect-error a placement that does not exist
  useRecommendations({ placement: "nearby" });
  // @ts-expect-error client and options exclude each other
  const both = <AisleProvider client={createFakeAisle()} options={{}} />;
  return (
    <>
      {vintage}
      {both}
      <Shelf<Wine> query={QUERY} renderItem={({ item }) => item.vintage} />
    </>
  );
}
