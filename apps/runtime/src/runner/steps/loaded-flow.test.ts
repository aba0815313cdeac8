import { describe, expect, it } from 'vitest';
import { loadFlow } from './loaded-flow.ts';
import { flowOf, loadedOf, testCatalogue } from './testing.ts';

describe('loadFlow', () => {
  it('gathers scripts and expressions of every node into one program', () => {
    const { program, version, snapshotId, plan } = loadedOf({
      in: { type: 'start' },
      'shape-1': {
        type: 'shape',
        params: {
          script: '=> not an expression',
          label: '=input.name',
          rows: [{ size: 1 }, { size: '=2 + 2' }],
          literal: '=as it is',
        },
      },
      'shape-2': { type: 'shape', params: { script: 'function map() {}', when: 'input.ok' } },
    });
    expect(program).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      units: [
        { id: 'shape-1/script', kind: 'script', source: '=> not an expression' },
        { id: 'shape-1', kind: 'expressions', expressions: { '/label': 'input.name', '/rows/1/size': '2 + 2' } },
        { id: 'shape-2/script', kind: 'script', source: 'function map() {}' },
        { id: 'shape-2', kind: 'expressions', expressions: { '/when': 'input.ok' } },
      ],
    });
    expect([version, snapshotId, plan.nodes.length]).toEqual([3, 'snap-1', 3]);
  });

  it('leaves the samples of maps where they are: production never sees them', () => {
    const flow = flowOf({ in: { type: 'start' }, shape: { type: 'shape', params: { script: 'function map() {}' } } });
    const samples = [{ id: 's', name: 'S', input: { name: 'Jana' }, origin: 'pasted' as const }];
    const sampled = { ...flow, nodes: flow.nodes.map((node) => ({ ...node, samples })) };
    const loaded = loadFlow({ flow: sampled, snapshotId: 'snap' }, testCatalogue);
    expect(loaded).toEqual(loadFlow({ flow, snapshotId: 'snap' }, testCatalogue));
    expect(sampled.nodes[0]?.samples).toBe(samples);
  });

  it('gives flows that differ only in layout the same program key, others another one', () => {
    const flow = flowOf({ in: { type: 'start' } });
    const keyOf = (changed: typeof flow) => loadFlow({ flow: changed, snapshotId: 's' }, testCatalogue).program.key;
    expect(keyOf({ ...flow, layout: { nodes: { in: { x: 1, y: 1 } }, notes: [] } })).toBe(keyOf(flow));
    expect(keyOf({ ...flow, name: 'Other' })).not.toBe(keyOf(flow));
  });

  it('brings parameters of an older node version up to date', () => {
    const shape = testCatalogue.get('shape');
    if (!shape) throw new Error('no shape');
    const upgrade = (params: Readonly<Record<string, unknown>>) => ({ script: String(params.code) });
    const newer = new Map([
      ...testCatalogue,
      ['shape', { ...shape, version: 2, upgrades: [{ name: 'renamed', from: 1, to: 2, upgrade }] }],
    ]);
    const flow = flowOf({ step: { type: 'shape', params: { code: 'function map() {}' } } });
    const loaded = loadFlow({ flow, snapshotId: 's' }, newer);
    expect(loaded.nodes.get('step')?.node.params).toEqual({ script: 'function map() {}' });
    expect(loaded.flow).toBe(flow);
  });

  it('knows the ports a run may answer on', () => {
    const loaded = loadedOf({ in: { type: 'start' }, step: { type: 'route', params: { to: 'a', names: ['a', 'b'] } } });
    expect([...loaded.nodes.values()].map(({ ports }) => ports)).toEqual([['out'], ['otherwise', 'a', 'b']]);
  });

  it('refuses a flow that cannot run', () => {
    expect(() => loadedOf({ step: { type: 'teleport' } })).toThrow('There is no node type "teleport".');
  });
});
