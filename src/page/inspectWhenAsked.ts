import type { Aisle } from "./aisle";

/** A page that is opened with `?aisle-inspect` gets the developer's panel, whatever its shop put on it. */
export function inspectWhenAsked(client: Aisle, load: () => Promise<unknown>): void {
  if (!/[?&]aisle-inspect\b/.test(location.search)) return;
  void load().then(() => {
    const panel = document.querySelector("aisle-inspector") ?? document.createElement("aisle-inspector");
    Object.assign(panel, { client, open: true, launcher: true });
    if (!panel.isConnected) document.body.append(panel);
  });
}
