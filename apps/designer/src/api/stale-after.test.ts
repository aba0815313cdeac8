import { ENDPOINTS, type LiveEvent } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { staleAfter } from './stale-after.ts';

const EVENTS: readonly LiveEvent['type'][] = [
  'run.changed',
  'exception.changed',
  'flow.changed',
  'review.changed',
  'table.changed',
  'variable.changed',
  'capability.changed',
  'ledger.changed',
];

it.each(EVENTS)('%s makes answers stale that there are', (type) => {
  const stale = staleAfter({ type, runId: 'r', flowId: 'f' } as unknown as LiveEvent).map(([id]) => id);
  expect(stale.length).toBeGreaterThan(0);
  expect(stale.filter((id) => !ENDPOINTS.some((endpoint) => endpoint.id === id))).toEqual([]);
});
