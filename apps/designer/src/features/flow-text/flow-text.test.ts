import type { Flow } from '@lockstep/schema/graph';
import { expect, it } from 'vitest';
import { flowText } from './flow-text.ts';

const node = (id: string, type: string, params: object = {}) => ({
  id,
  type,
  version: 1,
  name: id.toUpperCase(),
  params,
  policy: {},
});

it('reads in the order of the drawing, and says where each step leads', () => {
  const flow = {
    format: 1,
    id: 'orders',
    name: 'Orders',
    nodes: [
      node('book', 'log'),
      node('in', 'webhook', { path: 'orders' }),
      node('sort', 'filter', { when: '=input.ok' }),
      node('tell', 'log'),
    ],
    edges: [
      { from: 'in', port: 'out', to: 'sort' },
      { from: 'sort', port: 'pass', to: 'book' },
      { from: 'sort', port: 'pass', to: 'tell' },
    ],
    layout: { nodes: { in: { x: 40, y: 40 } }, notes: [] },
    settings: { description: 'Takes orders.' },
    tests: [],
  } as unknown as Flow;
  const text = flowText(flow);
  expect(text).toMatch(
    /^flow: orders\nname: Orders\nsettings:\n {2}description: Takes orders\.\nsteps:\n {2}- id: in\n/,
  );
  expect(text.indexOf('id: in')).toBeLessThan(text.indexOf('id: sort'));
  expect(text.indexOf('id: sort')).toBeLessThan(text.indexOf('id: book'));
  expect(text).toContain('then:\n      out: sort');
  expect(text).toContain('pass:\n        - book\n        - tell');
  expect(text).not.toContain('layout');
});
