import { applyEdit, type FlowNode, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { copySteps, parseClip, pasteSteps } from './clipboard.ts';
import { chain } from './testing.ts';

const selection = { nodes: ['b', 'c'], edges: [], notes: [] };

describe('copy and paste', () => {
  it('keeps the edges among the copied steps and renames what is taken', () => {
    const flow = chain('a b c');
    const clip = copySteps(flow, selection);
    if (clip === undefined) throw new Error('nothing copied');
    const parsed = parseClip(JSON.stringify(clip));
    expect(parsed).toEqual(clip);
    const { edit, ids } = pasteSteps(flow, clip, { x: 100, y: 300 });
    const next = applyEdit(flow, edit);
    expect(ids).toEqual(['b-2', 'c-2']);
    expect(next.edges.slice(flow.edges.length)).toEqual([{ from: 'b-2', port: 'out', to: 'c-2' }]);
    expect(next.layout.nodes['b-2']).toEqual({ x: 100, y: 300 });
    expect(next.layout.nodes['c-2']).toEqual({ x: 380, y: 300 });
  });

  it('is undone also where a step stood in the drawing before the scope it was put into', () => {
    const each = { ...(chain('a').nodes[0] as FlowNode), id: 'each', name: 'Each' };
    const added = applyEdit(chain('a b'), { type: 'node.add', node: each });
    const flow = applyEdit(added, { type: 'node.scope', node: 'b', scope: 'each' });
    const clip = copySteps(flow, { nodes: ['each'], edges: [], notes: [] });
    if (clip === undefined) throw new Error('nothing copied');
    const { edit } = pasteSteps(flow, clip, { x: 0, y: 300 });
    const next = applyEdit(flow, edit);
    expect(next.nodes.slice(-2).map(({ id, scope }) => [id, scope])).toEqual([
      ['each-2', undefined],
      ['b-2', 'each-2'],
    ]);
    expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  });

  it('renames mentions of pasted steps in expressions and scripts, and of no others', () => {
    const flow = chain('a b c');
    const params = { when: "=steps.b.total > steps['a'].limit", script: 'return ctx.steps["b"].x;' };
    const withParams = applyEdit(flow, { type: 'node.params', node: 'c', params });
    const clip = copySteps(withParams, selection);
    if (clip === undefined) throw new Error('nothing copied');
    const next = applyEdit(withParams, pasteSteps(withParams, clip, { x: 0, y: 300 }).edit);
    expect(next.nodes.at(-1)?.params).toEqual({
      when: "=steps['b-2'].total > steps['a'].limit",
      script: 'return ctx.steps["b-2"].x;',
    });
  });

  it('takes the steps out of a whole flow document', () => {
    const flow = chain('a b');
    expect(parseClip(JSON.stringify(flow))?.nodes.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('answers nothing for text that holds no steps', () => {
    expect(['', 'hello', '{}', '[1]', '{"lockstep":"steps","nodes":[]}'].map(parseClip)).toEqual(
      Array(5).fill(undefined),
    );
  });
});
