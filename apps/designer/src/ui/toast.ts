import { create } from 'zustand';

export interface ToastAction {
  readonly label: string;
  readonly onClick: () => void;
}
export interface ToastMessage {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly kind?: 'ok' | 'failed' | 'info';
  readonly action?: ToastAction;
}

type Show = (message: ToastMessage) => void;

/** Whether the corner that shows toasts must be drawn: nothing of it is needed before the first one. */
export const useToasts = create<{ readonly wanted: boolean }>(() => ({ wanted: false }));

const early: ToastMessage[] = [];
let shown: Show | undefined;

/** Says something passing in the corner. Failures stay longer and are announced at once. */
export function toast(message: ToastMessage): void {
  if (shown !== undefined) {
    shown(message);
    return;
  }
  early.push(message);
  useToasts.setState({ wanted: true });
}

/** The corner takes what was said before it was there, and all that follows; answers the way to stop. */
export function takeToasts(show: Show): () => void {
  shown = show;
  for (const message of early.splice(0)) show(message);
  return () => {
    if (shown === show) shown = undefined;
  };
}
