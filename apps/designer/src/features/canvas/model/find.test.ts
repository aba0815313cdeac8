import { applyEdit, type Flow, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { findIn, replaceMatches } from './find.ts';
import { chain, nodeOf } from './testing.ts';

const base = chain('a b c');
const flow: Flow = {
  ...base,
  nodes: [
    { ...nodeOf('a', 'start'), name: 'Order placed' },
    {
      ...nodeOf('b'),
      name: 'Map order',
      params: { script: 'return input.order + input.Order;', list: [{ path: 'order.id' }] },
    },
    nodeOf('c'),
  ],
  layout: {
    ...base.layout,
    notes: [{ id: 'n', text: 'Which order?', x: 0, y: 0, width: 9, height: 9 }],
    groups: [{ id: 'g', name: 'Orders', nodes: ['b'] }],
  },
  settings: { description: 'Every order.' },
};
const found = (query: string, matchCase = false) => findIn(flow, query, { matchCase });

describe('finding in a flow', () => {
  it('looks into names, settings, scripts, groups, notes and the description', () => {
    expect(found('order').map(({ place, from }) => [place.kind, from])).toEqual([
      ['name', 0],
      ['name', 4],
      ['param', 13],
      ['param', 27],
      ['param', 0],
      ['group', 0],
      ['note', 6],
      ['description', 6],
    ]);
    expect(found('Order', true)).toHaveLength(3);
    expect(found('')).toEqual([]);
  });

  it('replaces all of them as one gesture that can be taken back', () => {
    const { edit, replaced, left } = replaceMatches(flow, found('order'), 'return');
    if (edit === undefined) throw new Error('nothing replaced');
    const next = applyEdit(flow, edit);
    expect([replaced, left, edit]).toMatchObject([8, 0, { label: 'replace 8 matches' }]);
    expect(next.nodes[1]).toMatchObject({
      name: 'Map return',
      params: { script: 'return input.return + input.return;', list: [{ path: 'return.id' }] },
    });
    expect([next.layout.notes[0]?.text, next.layout.groups?.[0]?.name, next.settings.description]).toEqual([
      'Which return?',
      'returns',
      'Every return.',
    ]);
    expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  });

  it('replaces one match and leaves its neighbour in the same text', () => {
    const second = found('order')[3];
    const { edit } = replaceMatches(flow, second ? [second] : [], 'total');
    const script = edit && applyEdit(flow, edit).nodes[1]?.params.script;
    expect(script).toBe('return input.order + input.total;');
  });

  it('never leaves a name empty', () => {
    const { edit, left } = replaceMatches(flow, found('Order placed'), ' ');
    expect([edit, left]).toEqual([undefined, 1]);
  });
});
