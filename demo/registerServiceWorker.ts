/** Installs the service worker of a built shop; tells when a new version waits to take over. */
export function registerServiceWorker(onUpdate: (takeUpdate: () => void) => void): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  const start = async (): Promise<void> => {
    const controlled = workers.controller !== null;
    const registration = await workers.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
    const offer = () => {
      const { waiting } = registration;
      // The first worker of all has nothing to replace.
      if (waiting && controlled) onUpdate(() => waiting.postMessage("take-over"));
    };
    offer();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", offer);
    });
    workers.addEventListener("controllerchange", () => {
      if (controlled) location.reload();
    });
  };
  // After the page has what it needs itself; a refusal (private window, file:) leaves a shop without offline use.
  if (document.readyState === "complete") start().catch(() => undefined);
  else addEventListener("load", () => void start().catch(() => undefined), { once: true });
}
