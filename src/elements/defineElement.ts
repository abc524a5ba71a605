/**
 * Registers an element once its class has arrived. The class comes in a chunk of its own because it extends
 * `HTMLElement`, which servers lack: importing an entry there does nothing. A second copy of the library is no error.
 */
export async function defineElement(name: string, load: () => Promise<CustomElementConstructor>): Promise<void> {
  if (typeof document === "undefined" || customElements.get(name)) return;
  try {
    const element = await load();
    if (!customElements.get(name)) customElements.define(name, element);
  } catch (error) {
    // The element stays undefined and shows the shop's own children.
    console.error(`<${name}>`, error);
  }
}
