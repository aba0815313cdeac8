import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onLive, startLive, useLive } from './live.ts';
import { staleAfter } from './stale-after.ts';

class FakeSource {
  static readonly opened: FakeSource[] = [];
  readonly url: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly heard = new Map<string, (message: { data: string }) => void>();
  constructor(url: string) {
    this.url = url;
    FakeSource.opened.push(this);
  }
  addEventListener(type: string, listener: (message: { data: string }) => void): void {
    this.heard.set(type, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  say(event: { readonly type: string }): void {
    this.heard.get(event.type)?.({ data: JSON.stringify(event) });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.opened.length = 0;
});
afterEach(() => vi.useRealTimers());

function start() {
  const client = new QueryClient();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  const stop = startLive(client, (url) => new FakeSource(url) as unknown as EventSource);
  return { invalidate, stop, source: () => FakeSource.opened.at(-1) as FakeSource };
}

const RUN_CHANGED = { type: 'run.changed', runId: 'r1', flowId: 'f', status: 'done', at: 1 } as const;

it('marks what an event made stale, once for many events in a second', async () => {
  const { invalidate, source, stop } = start();
  source().onopen?.();
  for (let n = 0; n < 50; n++) source().say(RUN_CHANGED);
  await import('./stale-after.ts');
  expect(invalidate).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  const keys = invalidate.mock.calls.map(([filter]) => filter?.queryKey);
  expect(keys).toEqual(staleAfter(RUN_CHANGED));
  stop();
});

it('hands each event to listeners at once, and ignores what it does not understand', () => {
  const { source, stop } = start();
  const heard = vi.fn();
  const unlisten = onLive(heard);
  source().say(RUN_CHANGED);
  source().heard.get('run.changed')?.({ data: '{"type":"run.changed"}' });
  source().heard.get('run.changed')?.({ data: 'not json' });
  unlisten();
  expect(heard.mock.calls).toEqual([[RUN_CHANGED]]);
  stop();
});

it('opens a closed stream again, later each time, and then counts everything as stale', () => {
  const { invalidate, source, stop } = start();
  source().onopen?.();
  expect(useLive.getState().status).toBe('live');
  for (const waitMs of [1_000, 2_000, 4_000]) {
    const before = FakeSource.opened.length;
    source().readyState = 2;
    source().onerror?.();
    expect(useLive.getState().status).toBe('lost');
    vi.advanceTimersByTime(waitMs - 1);
    expect(FakeSource.opened).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(FakeSource.opened).toHaveLength(before + 1);
  }
  source().onopen?.();
  expect(invalidate.mock.calls).toEqual([[]]);
  expect(useLive.getState().status).toBe('live');
  stop();
});
