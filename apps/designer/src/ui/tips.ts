import type { ReactNode } from 'react';
import { create } from 'zustand';

/** What a tooltip says, and beside what. */
export interface Tip {
  readonly anchor: Element;
  readonly label: ReactNode;
  readonly shortcut: string | undefined;
  readonly side: 'top' | 'bottom' | 'left' | 'right';
}

const DELAY_MS = 450;
/** So soon after the last one, the next shows at once: somebody is reading along a row of buttons. */
const NEIGHBOUR_MS = 300;

/** The one tooltip that is shown, if any. */
export const useTip = create<{ readonly tip: Tip | undefined }>(() => ({ tip: undefined }));

let waiting: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = Number.NEGATIVE_INFINITY;

/** Shows a tooltip after a moment; at once when another was just there. */
export function planTip(tip: Tip): void {
  clearTimeout(waiting);
  const soon = useTip.getState().tip !== undefined || performance.now() - hiddenAt < NEIGHBOUR_MS;
  waiting = setTimeout(() => useTip.setState({ tip }), soon ? 0 : DELAY_MS);
}

/** Takes away the tooltip of `anchor`, shown or planned; without one, whichever it is. */
export function hideTip(anchor?: Element): void {
  const { tip } = useTip.getState();
  if (tip === undefined || (anchor !== undefined && tip.anchor !== anchor)) {
    clearTimeout(waiting);
    return;
  }
  clearTimeout(waiting);
  hiddenAt = performance.now();
  useTip.setState({ tip: undefined });
}
