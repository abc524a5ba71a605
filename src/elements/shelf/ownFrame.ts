/** A page that is not painted, such as a hidden one, has no frames to wait for. */
const NO_FRAME_MS = 250;

let last = Promise.resolve();

/**
 * Resolves after the next frame in a task of its own, for one caller a frame: what several shelves put on screen at once is
 * a long script and a long layout on a slow phone.
 */
export function ownFrame(): Promise<void> {
  last = last.then(nextFrame);
  return last;
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, NO_FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve);
    });
  });
}
