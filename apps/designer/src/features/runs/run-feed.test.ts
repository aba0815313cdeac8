import type { RunSummary } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { appendOlder, applyLive, countNew, EMPTY_FEED, mergeHead, refreshKnown } from './run-feed.ts';

function run(n: number, status: RunSummary['status'] = 'done'): RunSummary {
  const startedAt = new Date(n * 1_000).toISOString();
  return { runId: `r${n}`, flowId: 'f', flowName: 'F', test: false, status, startedAt };
}
const page = (next: string | undefined, ...runs: readonly RunSummary[]) => ({ runs: [...runs], next });
const ids = ({ runs }: { readonly runs: readonly RunSummary[] }) => runs.map(({ runId }) => runId).join(' ');

it('puts new runs on top and keeps the older pages below', () => {
  const feed = appendOlder(mergeHead(EMPTY_FEED, page('b', run(4), run(3))), page('c', run(2), run(1)));
  const merged = mergeHead(feed, page('x', run(5), run(4)));
  expect(ids(merged)).toBe('r5 r4 r3 r2 r1');
  expect(merged.next).toBe('c');
});

it('drops runs that left the filter, within the span of the fresh page', () => {
  const feed = mergeHead(EMPTY_FEED, page('b', run(4), run(3), run(2)));
  expect(ids(mergeHead(feed, page('y', run(4), run(2))))).toBe('r4 r2');
  expect(ids(mergeHead(feed, page(undefined, run(3))))).toBe('r3');
});

it('begins anew when a gap would open between the fresh page and what is known', () => {
  const feed = mergeHead(EMPTY_FEED, page('b', run(2), run(1)));
  expect(mergeHead(feed, page('z', run(9), run(8)))).toEqual({ runs: [run(9), run(8)], next: 'z' });
});

it('renews rows without moving any while the reader is further down', () => {
  const feed = mergeHead(EMPTY_FEED, page('b', run(2, 'running'), run(1)));
  const head = page('b', run(3), run(2, 'done'));
  expect(refreshKnown(feed, head)).toEqual({ runs: [run(2, 'done'), run(1)], next: 'b' });
  expect(countNew(feed, head)).toBe(1);
});

it('never lists a run twice when pages overlap', () => {
  const feed = mergeHead(EMPTY_FEED, page('b', run(3), run(2)));
  expect(ids(appendOlder(feed, page(undefined, run(2), run(1))))).toBe('r3 r2 r1');
});

it('takes the status of a run on screen from a live event, and is the same object when nothing changes', () => {
  const feed = mergeHead(EMPTY_FEED, page(undefined, run(1, 'running')));
  const event = { type: 'run.changed', runId: 'r1', flowId: 'f', status: 'waiting', at: 1 } as const;
  expect(applyLive(feed, event).runs).toEqual([run(1, 'waiting')]);
  expect(applyLive(feed, { ...event, status: 'running' })).toBe(feed);
  expect(applyLive(feed, { ...event, runId: 'other' })).toBe(feed);
});
