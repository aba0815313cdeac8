import { useSyncExternalStore } from 'react';

/** How far a tree is scrolled, in pixels. Kept outside of React's state: only what is drawn from it is drawn again at a turn of the wheel. */
export interface ScrollPlace {
  readonly get: () => number;
  readonly set: (top: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createScrollPlace(): ScrollPlace {
  const listeners = new Set<() => void>();
  let top = 0;
  return {
    get: () => top,
    set(next) {
      if (next === top) return;
      top = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useScrollTop({ subscribe, get }: ScrollPlace): number {
  return useSyncExternalStore(subscribe, get);
}
