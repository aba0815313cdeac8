import { applyEdit, type Flow, type FlowEdit, invertEdit } from '@lockstep/schema/graph';
import { below, type Finding } from '../kit/finding.ts';
import { largeFlow } from './large-flow.ts';

const ROUNDS = 400;
const STEPS = 200;

/** G6: what one gesture costs, forth and back, and what a history of them weighs. */
export function benchEdits(): readonly Finding[] {
  const flow = largeFlow(500);
  const edits = Array.from({ length: ROUNDS }, (_, index): FlowEdit => editOf(flow, index));
  const inverses = edits.map((edit) => invertEdit(flow, edit));
  let at = flow;
  const began = performance.now();
  for (const [index, edit] of edits.entries()) {
    at = applyEdit(flow, edit);
    at = applyEdit(at, inverses[index] ?? edit);
  }
  const each = (performance.now() - began) / (2 * ROUNDS);
  if (at.nodes.length !== flow.nodes.length) throw new Error('Undo did not bring the flow back.');
  const kept = edits
    .slice(0, STEPS)
    .map((edit, index) => ({ redo: edit, undo: inverses[index], label: 'move', at: index }));
  const megabytes = new TextEncoder().encode(JSON.stringify(kept)).byteLength / 1e6;
  return [
    below(1, {
      name: 'undo or redo at 500 steps',
      unit: 'ms',
      ours: each,
      meaning: 'A rename, a move of ten steps, a removed step and changed settings in turns, without drawing.',
    }),
    below(10, {
      name: `history of ${STEPS} gestures at 500 steps`,
      unit: 'MB',
      ours: megabytes,
      meaning: 'Forth and back, as it is kept in the browser.',
    }),
  ];
}

function editOf(flow: Flow, index: number): FlowEdit {
  const node = flow.nodes[1 + (index % (flow.nodes.length - 1))];
  if (node === undefined) throw new Error('The flow has no steps.');
  switch (index % 4) {
    case 0:
      return { type: 'node.rename', node: node.id, name: `Renamed ${index}` };
    case 1: {
      const some = flow.nodes
        .slice(index % 400, (index % 400) + 10)
        .map(({ id }) => [id, { x: index, y: index }] as const);
      return { type: 'node.move', positions: Object.fromEntries(some) };
    }
    case 2:
      return { type: 'node.remove', node: node.id };
    default:
      return { type: 'node.params', node: node.id, params: { ...node.params, note: `changed ${index}` } };
  }
}
