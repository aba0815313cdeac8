import { type DiffLine, diffLines, type FieldChange, type FlowChange, type FlowEdge } from '../graph/index.ts';
import type { Json } from '../run/json.ts';
import type { ComparedFlow } from './compare-flows.ts';

/** One change in words. A value of several lines is told line by line. */
export interface ToldChange {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
  readonly fields: readonly ToldField[];
}

export interface ToldField {
  /** `params.url`, `contract order`, `table carriers`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Of texts of several lines; absent for the rest. */
  readonly lines?: readonly DiffLine[];
}

/** Longest value told in one line. */
const LONGEST = 100;

/** What became of a flow, change by change, as a person would tell it. */
export function tellChanges(flow: Extract<ComparedFlow, { readonly changes: unknown }>): readonly ToldChange[] {
  const names = new Map([...flow.before.nodes, ...flow.after.nodes].map(({ id, name }) => [id, name]));
  const named = (id: string) => ((names.get(id) ?? id) === id ? id : `${names.get(id)} (${id})`);
  const wire = ({ from, port, to }: FlowEdge) => `wire ${from}${port === 'out' ? '' : `:${port}`} -> ${to}`;
  return flow.changes.flatMap((change: FlowChange): readonly ToldChange[] => {
    switch (change.type) {
      case 'node.added':
        return [{ sign: '+', text: `step ${named(change.node.id)}, ${change.node.type}`, fields: [] }];
      case 'node.removed':
        return [{ sign: '-', text: `step ${named(change.node.id)}, ${change.node.type}`, fields: [] }];
      case 'node.changed':
        return [{ sign: '~', text: `step ${named(change.node.id)}`, fields: change.fields.map(tellField) }];
      case 'edge.added':
        return [{ sign: '+', text: wire(change.edge), fields: [] }];
      case 'edge.removed':
        return [{ sign: '-', text: wire(change.edge), fields: [] }];
      case 'flow.changed':
        return [{ sign: '~', text: 'flow', fields: change.fields.map(tellField) }];
      case 'order.changed':
        return [{ sign: '~', text: 'order of steps or wires', fields: [] }];
      case 'layout.changed':
        return [];
      default:
        return change satisfies never;
    }
  });
}

function tellField({ path, before, after }: FieldChange): ToldField {
  const name = nameOf(path);
  const told = { name, before: short(before), after: short(after) };
  const isText = (value: Json | undefined) => typeof value === 'string' && value.includes('\n');
  if (!isText(before) && !isText(after)) return told;
  return { ...told, lines: diffLines(text(before), text(after)) };
}

/** Pins are what names of contracts and tables meant when the version was published. */
function nameOf(path: string): string {
  const parts = path.split('/').slice(1);
  if (parts[0] === 'contracts') return `contract ${parts.slice(1).join('/')}`;
  if (parts[0] === 'tables') return `table ${parts.slice(1).join('/')}`;
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}

function short(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
}

function text(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
