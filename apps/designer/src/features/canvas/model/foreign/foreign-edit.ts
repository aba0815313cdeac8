import type { Flow, FlowEdit, FlowNode, Position } from '@lockstep/schema/graph';
import { pasteSteps } from '../clipboard.ts';
import { freshId } from '../ids.ts';
import { snap } from '../places.ts';
import type { Foreign } from './read-foreign.ts';

const WIDTH = 400;
const LINE = 22;
const HIGHEST = 520;
const GAP = 40;

/** The edit that pastes what came from another product, with a note above it about what is not quite the same: one gesture. */
export function pasteForeign(
  flow: Flow,
  { from, clip, notes }: Foreign,
  at: Position,
  scopeOf: (node: FlowNode) => string | undefined,
): { readonly edit: FlowEdit; readonly ids: readonly string[] } {
  const { edit, ids } = pasteSteps(flow, clip, at, { label: `paste from ${from}:`, scopeOf });
  if (notes.length === 0) return { edit, ids };
  const text = [
    `# Pasted from ${from}`,
    ...notes.map(({ step, text }) => `- **${step.replaceAll('*', '')}**: ${text}`),
  ].join('\n');
  const lines = 1 + notes.reduce((sum, { step, text }) => sum + Math.ceil((step.length + text.length + 4) / 58), 0);
  const height = Math.min(HIGHEST, 40 + lines * LINE);
  const id = freshId('note', new Set(flow.layout.notes.map((note) => note.id)));
  const place = snap({ x: at.x, y: at.y - height - GAP });
  const note: FlowEdit = { type: 'note.put', note: { id, text, ...place, width: WIDTH, height } };
  const edits = edit.type === 'batch' ? edit.edits : [edit];
  const label = edit.type === 'batch' ? edit.label : `paste from ${from}`;
  return { edit: { type: 'batch', label, edits: [...edits, note] }, ids };
}
