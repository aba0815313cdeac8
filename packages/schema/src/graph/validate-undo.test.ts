import { describe, expect, it } from 'vitest';
import { edgeOf, flowOf, nodeOf, testCatalogue } from './testing.ts';
import { validateFlow } from './validate.ts';
import { refuseEdge } from './validate-edges.ts';

const nodes = [nodeOf('in', 'start'), nodeOf('do'), nodeOf('next'), nodeOf('undo-it'), nodeOf('w', 'wait')];
const codes = (edges: readonly string[], drawn = nodes) =>
  validateFlow(flowOf(drawn, [...edges]), testCatalogue)
    .filter(({ code }) => code !== 'unreachable')
    .map(({ code, node, severity }) => `${severity} ${code} ${node}`);

describe('a step and the one that undoes it', () => {
  it('are drawn as a pair', () => {
    expect(codes(['in>do', 'do>next', 'do:undo>undo-it', 'do:error>w'])).toEqual([]);
  });

  it('may be a call of another flow, which waits for nothing else', () => {
    const drawn = [...nodes, nodeOf('back', 'call', { flow: 'release' })];
    expect(codes(['in>do', 'do:undo>back'], drawn)).toEqual([]);
  });

  it.each([
    ['two undo steps', ['in>do', 'do:undo>next', 'do:undo>undo-it'], ['error undo-twice do', 'error undo-twice do']],
    ['an undo step on the normal way', ['in>do', 'do>undo-it', 'do:undo>undo-it'], ['error undo-in-flow undo-it']],
    ['one undo step for two', ['in>do', 'in>next', 'do:undo>undo-it', 'next:undo>undo-it'], 'undo-in-flow'],
    [
      'an undo step that something follows',
      ['in>do', 'do:undo>undo-it', 'undo-it>next'],
      ['error undo-goes-on undo-it'],
    ],
    ['an undo of the undo', ['in>do', 'do:undo>undo-it', 'undo-it:undo>next'], ['error undo-goes-on undo-it']],
    ['an undo step that waits', ['in>do', 'do:undo>w'], ['error undo-waits w']],
    ['an undo of what changes nothing', ['in>do', 'in>w', 'w:undo>undo-it'], ['error port-unknown w']],
  ])('are not %s', (_, edges, expected) => {
    const found = codes(edges);
    if (typeof expected === 'string')
      expect(found).toEqual(['error undo-in-flow undo-it', 'error undo-in-flow undo-it']);
    else expect(found).toEqual(expected);
  });

  it('are told of when the undo step is switched off', () => {
    const drawn = nodes.map((node) => (node.id === 'undo-it' ? { ...node, policy: { disabled: true } } : node));
    expect(codes(['in>do', 'do:undo>undo-it'], drawn)).toEqual(['warning undo-disabled undo-it']);
  });

  it('stay a pair while a person draws', () => {
    const flow = flowOf(nodes, ['in>do', 'do:undo>undo-it']);
    const refused = (edge: string) => refuseEdge(flow, edgeOf(edge), testCatalogue);
    expect(refused('do:undo>next')).toBe('"Step do" can be undone by one step only.');
    expect(refused('in>undo-it')).toBe('"Step undo-it" undoes "Step do": no other step may lead to it.');
    expect(refused('undo-it>next')).toBe('"Step undo-it" undoes "Step do": nothing can follow it.');
    expect(refused('do>next')).toBeUndefined();
  });
});

describe('promises of time', () => {
  it('are told of when the deadline comes before the promised time', () => {
    const flow = { ...flowOf([nodeOf('in', 'start')]), settings: { deadlineMs: 1000, slaMs: 2000 } };
    expect(validateFlow(flow, testCatalogue)).toMatchObject([{ code: 'sla-after-deadline', field: 'settings/slaMs' }]);
  });
});
