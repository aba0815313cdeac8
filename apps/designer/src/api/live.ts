import { LIVE_PATH, LiveEvent } from '@lockstep/schema/api';
import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';

/** `lost`: the stream broke and is being opened again. */
export type LiveStatus = 'connecting' | 'live' | 'lost';

export const useLive = create<{ readonly status: LiveStatus }>(() => ({ status: 'connecting' }));

type Listener = (event: LiveEvent) => void;
const listeners = new Set<Listener>();

/** Hears every live event as it arrives; answers the way to stop. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Stale answers are fetched again together, at most this often. */
const FLUSH_MS = 1_000;
const REOPEN_MIN_MS = 1_000;
const REOPEN_MAX_MS = 15_000;

/**
 * Keeps the cache true: opens the event stream, marks what an event made stale, opens it again when it breaks. After a
 * break everything counts as stale, because events were missed.
 */
export function startLive(client: QueryClient, open: (url: string) => EventSource = (url) => new EventSource(url)) {
  const stale = new Map<string, readonly unknown[]>();
  let flushTimer: ReturnType<typeof setTimeout> | undefined;
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  let failures = 0;
  let missed = false;

  const flush = (): void => {
    flushTimer = undefined;
    for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey });
    stale.clear();
  };
  const hear = (message: MessageEvent<string>): void => {
    const event = parse(message.data);
    if (event === undefined) return;
    for (const listener of listeners) listener(event);
    // Who looks at a flow is told by the event itself: nothing that was fetched grows old.
    if (event.type !== 'presence.changed') void markStale(event);
  };
  /** What an event makes stale is only known once there was one: the first view needs no list of all operations. */
  const markStale = async (event: LiveEvent): Promise<void> => {
    const { staleAfter } = await import('./stale-after.ts');
    for (const key of staleAfter(event)) stale.set(JSON.stringify(key), key);
    flushTimer ??= setTimeout(flush, FLUSH_MS);
  };
  const connect = (): void => {
    source = open(`/api${LIVE_PATH}`);
    source.onopen = () => {
      failures = 0;
      useLive.setState({ status: 'live' });
      if (missed) void client.invalidateQueries();
      missed = false;
    };
    source.onerror = () => {
      missed = true;
      useLive.setState({ status: 'lost' });
      if (source?.readyState !== 2) return; // not CLOSED: the browser is opening it again itself
      reopenTimer = setTimeout(connect, Math.min(REOPEN_MIN_MS * 2 ** failures, REOPEN_MAX_MS));
      failures += 1;
    };
    for (const type of LIVE_TYPES) source.addEventListener(type, hear);
  };
  connect();
  return () => {
    source?.close();
    clearTimeout(flushTimer);
    clearTimeout(reopenTimer);
  };
}

const LIVE_TYPES = LiveEvent.options.map((option) => option.shape.type.value);

function parse(text: string): LiveEvent | undefined {
  try {
    return LiveEvent.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
