import type { Aisle } from "./aisle";

/** Tells the console what the client tells its subscribers, and once how it stands. @returns the end */
export function followDebug(client: Pick<Aisle, "subscribe" | "status">): () => void {
  const say = (...words: unknown[]) => console.debug("[aisle]", ...words);
  void client.status().then((status) => say("status", status));
  return client.subscribe(({ type, ...rest }) => say(type, ...Object.values(rest)));
}
