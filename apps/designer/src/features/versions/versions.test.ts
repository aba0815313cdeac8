import { samples } from '@lockstep/nodes/samples';
import { applyEdit, diffFlows, diffLines, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { describeChanges } from './describe-change.ts';
import { restoreEdit } from './restore-edit.ts';

const [first, second] = samples;
if (first === undefined || second === undefined) throw new Error('two samples are needed');

describe('restoring a version', () => {
  it('gives that version back, one undo gives the draft back', () => {
    const edit = restoreEdit(first, second, 'restore version 1');
    const restored = applyEdit(first, edit);
    expect(restored).toEqual({ ...second, id: first.id });
    expect(applyEdit(restored, invertEdit(first, edit))).toEqual(first);
  });
});

describe('differences of texts', () => {
  it('keep one line around a change and leave the rest out', () => {
    expect(diffLines('a\nb\nc\nd\ne', 'a\nb\nC\nd\ne').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'gap ',
      'same b',
      'removed c',
      'added C',
      'same d',
      'gap ',
    ]);
  });

  it('are whole when a text comes or goes', () => {
    expect(diffLines('', 'x\ny')).toEqual([
      { kind: 'added', text: 'x' },
      { kind: 'added', text: 'y' },
    ]);
    expect(diffLines('x', '')).toEqual([{ kind: 'removed', text: 'x' }]);
  });
});

describe('differences in words', () => {
  it('name steps, edges and fields as a person knows them', () => {
    const [node] = first.nodes;
    const edge = first.edges.find(({ from }) => from === node?.id);
    if (node === undefined || edge === undefined) throw new Error('the sample has no start');
    const renamed = applyEdit(first, { type: 'node.rename', node: node.id, name: 'Orders come in' });
    const after = applyEdit(renamed, { type: 'edge.remove', edge });
    const told = describeChanges(diffFlows(first, after), first, after);
    const target = first.nodes.find(({ id }) => id === edge.to)?.name;
    expect(told).toEqual([
      {
        kind: 'changed',
        text: 'Step “Orders come in”',
        node: node.id,
        isStep: true,
        fields: [
          {
            name: 'Name',
            lines: [
              { kind: 'removed', text: node.name },
              { kind: 'added', text: 'Orders come in' },
            ],
          },
        ],
      },
      { kind: 'removed', text: `Edge “Orders come in” → “${target}”`, node: node.id, fields: [] },
    ]);
  });
});
