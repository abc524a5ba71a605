/** Where a scrolling list stands and how far one press of a button moves it, in either writing direction. */

export interface ScrollState {
  readonly overflows: boolean;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Fractions of a pixel remain at either end on zoomed pages. */
const TOLERANCE_PX = 2;

export function scrollState(list: Pick<HTMLElement, "scrollLeft" | "scrollWidth" | "clientWidth">): ScrollState {
  const room = list.scrollWidth - list.clientWidth;
  // In right-to-left lists scrollLeft runs from 0 to -room.
  const moved = Math.abs(list.scrollLeft);
  return {
    overflows: room > TOLERANCE_PX,
    atStart: moved <= TOLERANCE_PX,
    atEnd: moved >= room - TOLERANCE_PX,
  };
}

/** Moves by as many whole items as fit, at least one; `direction` 1 is onward in reading order. */
export function scrollPage(list: HTMLElement, direction: 1 | -1): void {
  const item = list.firstElementChild?.getBoundingClientRect();
  if (!item) return;
  const style = getComputedStyle(list);
  const gap = Number.parseFloat(style.columnGap) || 0;
  const step = item.width + gap;
  const whole = Math.max(1, Math.floor((list.clientWidth + gap) / step));
  list.scrollBy({ left: whole * step * direction * (style.direction === "rtl" ? -1 : 1) });
}
