import { expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { scheduleOf } from './schedule.ts';
import { messagesOf } from './traffic.ts';

const full = readOptions(['--orders', '10000', '--kills', '100', '--seed', '4']);
const kindsOf = (faults: ReturnType<typeof scheduleOf>) => {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

it('draws the same faults from the same seed, and others from another', () => {
  expect(scheduleOf(full)).toEqual(scheduleOf(full));
  expect(scheduleOf({ ...full, seed: 5 })).not.toEqual(scheduleOf(full));
});

it('has in its full form what the promise is held against', () => {
  const faults = scheduleOf(full);
  expect(kindsOf(faults)).toEqual({
    kill: 100,
    pause: 5,
    partition: 5,
    cut: 5,
    deaf: 5,
    'crash-database': 3,
    trouble: 13,
  });
  expect(faults).toContainEqual(expect.objectContaining({ partner: 'sap', status: 503, rate: 1, ms: 120_000 }));
  expect(full.processes).toBe(3);
});

it('sends as many orders as it is told, and drills of every kind among them', () => {
  const kinds = messagesOf({ orders: 100, drills: 0.15 });
  expect(kinds.filter((kind) => kind === 'order')).toHaveLength(100);
  expect(new Set(kinds)).toEqual(new Set(['order', 'lane', 'plain', 'undo', 'wait', 'delay', 'once', 'retry']));
});
