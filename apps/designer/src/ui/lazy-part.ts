import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** By then the first view stands and its data is on the way. */
const WARM_UP_MS = 3_000;

/**
 * A component that is not needed for the first view, as a chunk of its own. It is fetched when first drawn, or else once
 * the browser is idle: a dialog must also open when the runtime, which serves the chunks, is gone by then.
 */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  const fetchOnce = async () => ({ default: await load() });
  whenIdle(() => void fetchOnce().catch(() => {}));
  return lazy(fetchOnce);
}

/** Does something once the first view stands and the browser has nothing better to do; never where it cannot tell. */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) setTimeout(() => requestIdleCallback(act), WARM_UP_MS);
}
