/**
 * Lets messages, input and timers through, then resolves. A message to ourselves takes its turn behind what already
 * waits; `scheduler.yield` would go on before it, and a worker that embeds for a minute would answer nobody.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
