import type { FlowSummary } from '@lockstep/schema/api';
import { FlowId } from '@lockstep/schema/graph';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filterFlows, slugOf, stateOf } from './flow-state.ts';
import { readFlowFile } from './read-flow-file.ts';

const runs24h = { queued: 0, running: 0, waiting: 0, done: 0, exception: 0, cancelled: 0 };
function flow(id: string, more: Partial<FlowSummary> = {}): FlowSummary {
  return {
    id,
    name: id.toUpperCase(),
    changed: false,
    updatedAt: '2026-01-01T00:00:00Z',
    triggers: [],
    runs24h,
    ...more,
  };
}
const DRAFT = flow('a-draft', { changed: true });
const LIVE = flow('orders', { publishedVersion: 3, triggers: [{ type: 'webhook', path: '/hooks/shop' }] });
const CHANGED = flow('stock', { publishedVersion: 1, changed: true });

it('tells a draft that was never published from one that has moved on', () => {
  expect([DRAFT, LIVE, CHANGED].map(stateOf)).toEqual(['draft', 'published', 'changed']);
});

it('finds flows by name, id and hook address, within a state', () => {
  const all = [DRAFT, LIVE, CHANGED];
  expect(filterFlows(all, { search: ' SHOP ' })).toEqual([LIVE]);
  expect(filterFlows(all, { search: 'st', status: 'changed' })).toEqual([CHANGED]);
  expect(filterFlows(all, {})).toEqual(all);
});

it.each([
  ['Order to ERP!', 'order-to-erp'],
  ['  Größere Straße  ', 'grossere-strasse'],
  ['3 orders', 'orders'],
  ['→', ''],
])('makes of the name "%s" the id "%s"', (name, id) => {
  expect(slugOf(name)).toBe(id);
});

it('gives a valid id or none for any name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const id = slugOf(name);
      expect(id === '' || FlowId.safeParse(id).success).toBe(true);
    }),
  );
});

it('says in a sentence why a file is no flow', async () => {
  expect(await readFlowFile('{')).toMatch(/^It is not JSON: /);
  expect(await readFlowFile('{"format": 99}')).toContain('newer');
  expect(await readFlowFile('{"format": 1, "id": "x"}')).toMatch(/name/);
});
