import type { FieldChange, Flow, FlowChange } from '@lockstep/schema/graph';
import { wordsOf } from '../../forms/field-model.ts';

export interface DescribedChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly text: string;
  /** Fields that changed, each with both values as short text. */
  readonly fields: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Step to show for it, when there is one. */
  readonly node?: string;
}

/** The differences of two flows as a person would tell them. */
export function describeChanges(changes: readonly FlowChange[], before: Flow, after: Flow): readonly DescribedChange[] {
  const names = new Map([...before.nodes, ...after.nodes].map(({ id, name }) => [id, name]));
  const named = (id: string) => `“${names.get(id) ?? id}”`;
  return changes.map((change): DescribedChange => {
    switch (change.type) {
      case 'node.added':
        return { kind: 'added', text: `Step ${named(change.node.id)}`, fields: [], node: change.node.id };
      case 'node.removed':
        return { kind: 'removed', text: `Step ${named(change.node.id)}`, fields: [], node: change.node.id };
      case 'node.changed':
        return {
          kind: 'changed',
          text: `Step ${named(change.node.id)}`,
          fields: change.fields.map(describeField),
          node: change.node.id,
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

function describeField({ path, before, after }: FieldChange): DescribedChange['fields'][number] {
  const parts = path.split('/').filter((part) => part !== '' && part !== 'params' && part !== 'settings');
  const words = parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : wordsOf(part)));
  return { name: words.join(' › '), before: short(before), after: short(after) };
}

const SHOWN = 160;

function short(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
