import { expect, it } from 'vitest';
import type { CaseBin } from '../../store/boards/cases.ts';
import { binsOf } from './bins.ts';
import { aWeekBefore } from './board.ts';
import { bucketOf } from './buckets.ts';
import { backlogByStage, orderStates, stageTimes, standingBefore } from './order-pictures.ts';
import { cohorts } from './orders.ts';
import { keptPromises } from './promises.ts';

const MINUTE_MS = 60_000;
const bins = binsOf(0, 4 * MINUTE_MS);

const told = (bin: number, what: CaseBin['what'], name: string, was = '', ms?: number, n = 1): CaseBin => ({
  ...{ kind: 'order', bin, what, name, was, n },
  bucket: ms === undefined ? -1 : bucketOf(ms),
});

it('takes the backlog back from what stands now, move by move', () => {
  const cases = [
    told(0, 'opened', 'received', '', undefined, 5),
    told(1, 'moved', 'confirmed', 'received', 1_000, 2),
    told(3, 'moved', 'confirmed', 'received', 1_000, 1),
    told(3, 'moved', 'cancelled', 'received', 1_000, 1),
  ];
  const { series } = backlogByStage(bins, cases, [
    { state: 'received', n: 1 },
    { state: 'confirmed', n: 3 },
  ]);
  expect(series.map(({ name, values }) => [name, values])).toEqual([
    ['Received', [5, 3, 3, 1]],
    ['Confirmed', [0, 2, 2, 3]],
  ]);
});

it('says when those that wait for their stock would be through, or that they will not be', () => {
  const waiting = [{ state: 'received', n: 4 }];
  const quick = Array.from({ length: 4 }, (_, bin) => told(bin, 'moved', 'confirmed', 'received', 500, 30));
  expect(backlogByStage(bins, quick, waiting).outlook).toBe(
    '4 orders wait for their stock; drained in 2 min at the present rate.',
  );
  const none = [told(3, 'opened', 'received')];
  expect(backlogByStage(bins, none, waiting).outlook).toBe(
    '4 orders wait for their stock; at the present rate it will not be fewer.',
  );
  expect(backlogByStage(bins, none, []).outlook).toBe('No order waits for its stock.');
});

it('shows only ways forward: a state that was taken back is no loop', () => {
  const picture = orderStates([
    told(0, 'moved', 'in_fulfilment', 'confirmed', 1_000, 3),
    told(1, 'moved', 'delayed', 'in_fulfilment', 1_000, 1),
    told(2, 'moved', 'fulfilled', 'in_fulfilment', 1_000, 2),
  ]);
  expect(picture.links).toEqual([
    { from: 'confirmed', to: 'in_fulfilment', value: 3 },
    { from: 'in_fulfilment', to: 'fulfilled', value: 2 },
  ]);
  expect(picture.nodes.map(({ label }) => label)).toEqual(['Confirmed', 'In fulfilment', 'Fulfilled']);
});

it('lays the stages of an order one after the other', () => {
  const { rows } = stageTimes([
    told(0, 'moved', 'in_fulfilment', 'confirmed', 60_000),
    told(0, 'moved', 'confirmed', 'received', 5_000),
  ]);
  expect(rows.map(({ label }) => label)).toEqual(['Received', 'Confirmed']);
  expect(rows[1]?.startMs).toBe(rows[0]?.p50);
});

it('counts a promise that was missed although it was made before the counts began', () => {
  const cases = [told(0, 'due', 'shipped', '', undefined, 9), told(1, 'missed', 'shipped'), told(2, 'missed', 'paid')];
  expect(keptPromises(cases)).toEqual([
    { kind: 'order', name: 'paid', due: 1, missed: 1 },
    { kind: 'order', name: 'shipped', due: 9, missed: 1 },
  ]);
});

it('tells of an hour only what its messages had the time for', () => {
  const runs = [
    { bin: 0, outcome: 'done' as const, bucket: bucketOf(500), n: 3 },
    { bin: 0, outcome: 'done' as const, bucket: bucketOf(2 * MINUTE_MS), n: 1 },
  ];
  const sharesAt = (now: number) => cohorts({ bins, now }, runs, [{ bin: 0, n: 4 }]).rows[0]?.shares;
  expect(sharesAt(2 * MINUTE_MS)).toEqual([0.75, null, null, null]);
  expect(sharesAt(20 * MINUTE_MS)).toEqual([0.75, 1, 1, null]);
  const week = binsOf(0, 7 * 1_440 * MINUTE_MS);
  expect(cohorts({ bins: week, now: 0 }, [], []).ask).toContain('messages of 3 hours');
});

it('takes what happened since the end of a past time back first', () => {
  const since = [
    told(0, 'opened', 'received', '', undefined, 4),
    told(0, 'moved', 'confirmed', 'received', 1_000, 6),
    told(0, 'moved', 'cancelled', 'confirmed', 1_000, 1),
  ];
  const open = [
    { state: 'received', n: 1 },
    { state: 'confirmed', n: 8 },
  ];
  const before = new Map(standingBefore(open, since).map(({ state, n }) => [state, n]));
  expect([before.get('received'), before.get('confirmed')]).toEqual([3, 3]);
  expect(backlogByStage(bins, [], open, true).outlook).toBeUndefined();
});

it('compares a past time with all of the same time a week before, and one under way with as much of it', () => {
  const day = 86_400_000;
  const past = aWeekBefore({ bins: binsOf(20 * day, 21 * day), now: 30 * day });
  expect([past.from.getTime(), past.to.getTime()]).toEqual([13 * day, 14 * day]);
  const underWay = aWeekBefore({ bins: binsOf(20 * day, 21 * day), now: 20.5 * day });
  expect(underWay.to.getTime()).toBe(13.5 * day);
});
