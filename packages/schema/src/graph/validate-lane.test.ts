import { expect, it } from 'vitest';
import type { LaneSettings } from './lane.ts';
import { flowOf, nodeOf, testCatalogue } from './testing.ts';
import { validateFlow } from './validate.ts';

function issuesOf(lane: Partial<LaneSettings>) {
  const flow = { ...flowOf([nodeOf('in', 'start')]), settings: { lane: { key: '=input.sku', ...lane } } };
  return validateFlow(flow, testCatalogue).map(({ severity, field }) => `${severity} ${field}`);
}

const order = { by: 'version', value: '=input.version' } as const;

it('warns of settings of a lane that have no effect together', () => {
  expect(issuesOf({})).toEqual([]);
  expect(issuesOf({ order: { ...order, holdMs: 5000, first: 1 }, onException: 'skip' })).toEqual([]);
  expect(issuesOf({ order: { ...order, by: 'time', holdMs: 5000 } })).toEqual(['warning settings/lane/order/holdMs']);
  expect(issuesOf({ order: { ...order, holdMs: 5000 }, coalesce: true })).toEqual([
    'warning settings/lane/order/holdMs',
  ]);
  expect(issuesOf({ order: { ...order, first: 1 } })).toEqual(['warning settings/lane/order/first']);
  expect(issuesOf({ order: { ...order, stale: 'run' }, coalesce: true })).toEqual([
    'warning settings/lane/order/stale',
  ]);
});
