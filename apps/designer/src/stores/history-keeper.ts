import type { FlowStore } from './flow-store.ts';
import type { HistoryCopies } from './history-copy.ts';

const KEEP_AFTER_MS = 250;

export interface HistoryKeeper {
  /** Keeps it now; for `pagehide`. */
  readonly keep: () => void;
  readonly stop: () => void;
}

/** Gives a newly opened flow what was done to it before the page was left. */
export async function restoreHistory(store: FlowStore, copies: HistoryCopies): Promise<void> {
  const { flow } = store.getState();
  const history = await copies.read(flow);
  if (history !== undefined && store.getState().flow === flow) store.getState().restoreHistory(history);
}

/** Keeps the history of a flow on this machine while its page is open. */
export function startHistoryKeeper(store: FlowStore, copies: HistoryCopies): HistoryKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = store.getState().history;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    const { flow, history } = store.getState();
    if (history === kept) return;
    kept = history;
    void copies.write(flow, history);
  };
  const unsubscribe = store.subscribe((state) => {
    if (state.history !== kept) timer ??= setTimeout(keep, KEEP_AFTER_MS);
  });
  return {
    keep,
    stop: () => {
      keep();
      unsubscribe();
    },
  };
}
