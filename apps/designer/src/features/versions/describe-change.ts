import { type DiffLine, diffLines, type FieldChange, type Flow, type FlowChange } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { wordsOf } from '../../forms/field-model.ts';

/** A field that changed, as the lines that went and came; unchanged lines around them are left out. */
export interface DescribedField {
  readonly name: string;
  readonly lines: readonly DiffLine[];
}

export interface DescribedChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly text: string;
  readonly fields: readonly DescribedField[];
  /** Step to show for it, when there is one. */
  readonly node?: string;
  /** It is about that step itself, not about an edge of it. */
  readonly isStep?: true;
}

/** The differences of two flows as a person would tell them. */
export function describeChanges(changes: readonly FlowChange[], before: Flow, after: Flow): readonly DescribedChange[] {
  const names = new Map([...before.nodes, ...after.nodes].map(({ id, name }) => [id, name]));
  const named = (id: string) => `“${names.get(id) ?? id}”`;
  return changes.map((change): DescribedChange => {
    switch (change.type) {
      case 'node.added':
        return { kind: 'added', text: `Step ${named(change.node.id)}`, fields: [], node: change.node.id, isStep: true };
      case 'node.removed':
        return {
          kind: 'removed',
          text: `Step ${named(change.node.id)}`,
          fields: [],
          node: change.node.id,
          isStep: true,
        };
      case 'node.changed':
        return {
          kind: 'changed',
          text: `Step ${named(change.node.id)}`,
          fields: change.fields.map(describeField),
          node: change.node.id,
          isStep: true,
        };
      case 'edge.added':
      case 'edge.removed': {
        const { from, port, to } = change.edge;
        const way = port === 'out' ? '' : ` (${port})`;
        return {
          kind: change.type === 'edge.added' ? 'added' : 'removed',
          text: `Edge ${named(from)}${way} → ${named(to)}`,
          fields: [],
          node: from,
        };
      }
      case 'flow.changed':
        return { kind: 'changed', text: 'The flow itself', fields: change.fields.map(describeField) };
      case 'order.changed':
        return { kind: 'changed', text: 'The order of steps or edges', fields: [] };
      case 'layout.changed':
        return { kind: 'changed', text: 'Places on the canvas', fields: [] };
      default:
        return change satisfies never;
    }
  });
}

function describeField({ path, before, after }: FieldChange): DescribedField {
  const parts = path.split('/').filter((part) => part !== '' && part !== 'params' && part !== 'settings');
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : wordsOf(part)));
  return { name: words.join(' › '), lines: diffLines(textOf(before), textOf(after)) };
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
