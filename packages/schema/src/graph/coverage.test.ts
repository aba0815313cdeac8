import { expect, it } from 'vitest';
import type { Catalogue } from '../node/define-node.ts';
import { coverageOf } from './coverage.ts';
import type { Flow } from './flow.ts';

const node = (id: string, type = 'pass', disabled = false) => ({
  ...{ id, type, version: 1, name: id, params: {} },
  policy: disabled ? { disabled: true } : {},
});
const flow: Flow = {
  format: 1,
  id: 'f',
  name: 'F',
  nodes: [node('in', 'start'), node('fork'), node('a'), node('b'), node('back'), node('off', 'pass', true)],
  edges: [
    { from: 'in', port: 'out', to: 'fork' },
    { from: 'fork', port: 'left', to: 'a' },
    { from: 'fork', port: 'right', to: 'b' },
    { from: 'a', port: 'error', to: 'b' },
    { from: 'a', port: 'undo', to: 'back' },
    { from: 'b', port: 'out', to: 'off' },
  ],
  layout: { nodes: {}, notes: [] },
  settings: {},
  tests: [],
};
const catalogue = new Map([['start', { kind: 'trigger' }]]) as unknown as Catalogue;

it('counts steps, branches, error ports and compensations that are drawn and switched on', () => {
  const { kinds, missing } = coverageOf(flow, catalogue, [
    { node: 'fork', port: 'left' },
    { node: 'a', port: 'out' },
  ]);
  expect(kinds.map(({ kind, covered, of }) => `${kind} ${covered}/${of}`)).toEqual([
    'step 2/4',
    'branch 1/2',
    'error 0/1',
    'undo 0/1',
  ]);
  expect(missing).toContainEqual({ kind: 'undo', node: 'a', undo: 'back' });
  expect(missing).toContainEqual({ kind: 'branch', node: 'fork', port: 'right' });
  expect(missing.some((one) => one.node === 'off')).toBe(false);
});

it('has nothing missing once everything was gone through', () => {
  const all = ['fork left', 'fork right', 'a error', 'b out', 'back out'].map((text) => {
    const [at = '', port = ''] = text.split(' ');
    return { node: at, port };
  });
  expect(coverageOf(flow, catalogue, all).missing).toEqual([]);
});
