import type { Aisle } from "./aisle";

/** Puts the developer's panel on a page, whatever its shop has put there. @param load defines the element */
export async function openInspector(client: Aisle, load: () => Promise<unknown>): Promise<void> {
  await load();
  const panel = document.querySelector("aisle-inspector") ?? document.createElement("aisle-inspector");
  Object.assign(panel, { client, open: true, launcher: true });
  if (!panel.isConnected) document.body.append(panel);
}
