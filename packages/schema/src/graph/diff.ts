import type { Json } from '../run/json.ts';
import { sameEdge } from './apply-edit.ts';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';
import { canonicalJson } from './serialise.ts';

/** A value that differs, by JSON pointer. `undefined` means "not there". */
export interface FieldChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** One difference in what two flows mean, in the words of the canvas. */
export type FlowChange =
  | { readonly type: 'node.added'; readonly node: FlowNode }
  | { readonly type: 'node.removed'; readonly node: FlowNode }
  | { readonly type: 'node.changed'; readonly node: FlowNode; readonly fields: readonly FieldChange[] }
  | { readonly type: 'edge.added'; readonly edge: FlowEdge }
  | { readonly type: 'edge.removed'; readonly edge: FlowEdge }
  | { readonly type: 'flow.changed'; readonly fields: readonly FieldChange[] }
  | { readonly type: 'order.changed' }
  | { readonly type: 'layout.changed' };

/**
 * What changed from `before` to `after`, node by node and field by field; empty for equal documents. A moved box is
 * one `layout.changed` at the end; the versions of contracts and tables that publishing wrote down are compared where both
 * documents were published; reordered nodes or edges (which decide precedence) are one `order.changed`.
 */
export function diffFlows(before: Flow, after: Flow): readonly FlowChange[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const changes: FlowChange[] = [];
  for (const node of after.nodes) {
    const was = old.get(node.id);
    const fields = was && diffJson(was, node);
    if (!was) changes.push({ type: 'node.added', node });
    else if (fields && fields.length > 0) changes.push({ type: 'node.changed', node, fields });
  }
  for (const node of before.nodes) if (!now.has(node.id)) changes.push({ type: 'node.removed', node });
  const added = after.edges.filter((edge) => !before.edges.some((other) => sameEdge(other, edge)));
  const removed = before.edges.filter((edge) => !after.edges.some((other) => sameEdge(other, edge)));
  changes.push(...added.map((edge): FlowChange => ({ type: 'edge.added', edge })));
  changes.push(...removed.map((edge): FlowChange => ({ type: 'edge.removed', edge })));
  const bothPublished = isPinned(before) && isPinned(after);
  const fields = diffJson(header(before, bothPublished), header(after, bothPublished));
  if (fields.length > 0) changes.push({ type: 'flow.changed', fields });
  if (isReordered(before, after)) changes.push({ type: 'order.changed' });
  if (canonicalJson(before.layout) !== canonicalJson(after.layout)) changes.push({ type: 'layout.changed' });
  return changes;
}

/** Differences of two JSON values, leaf by leaf. Arrays are compared by index. */
export function diffJson(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffJson(before[key], after[key], `${path}/${escapePointer(key)}`));
  }
  return [{ path, before: before as Json | undefined, after: after as Json | undefined }];
}

/** One member name as part of a JSON pointer (RFC 6901, section 3). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A draft says nothing about versions of contracts and tables: only publishing does. */
function isPinned({ pins, settings }: Flow): boolean {
  return pins !== undefined || settings.tables !== undefined;
}

function header({ id, name, settings, tests, format, pins }: Flow, withPins: boolean): unknown {
  const { tables, ...own } = settings;
  return { id, name, settings: own, tests, format, ...(withPins && { tables: tables ?? {}, contracts: pins ?? {} }) };
}

function isReordered(before: Flow, after: Flow): boolean {
  const common = (ids: readonly string[], other: ReadonlySet<string>) => ids.filter((id) => other.has(id)).join('\n');
  const idsOf = (flow: Flow) => [
    flow.nodes.map(({ id }) => id),
    flow.edges.map((edge) => `${edge.from}\t${edge.port}\t${edge.to}`),
  ];
  const [mine, theirs] = [idsOf(before), idsOf(after)];
  return mine.some((ids, index) => {
    const others = theirs[index] ?? [];
    return common(ids, new Set(others)) !== common(others, new Set(ids));
  });
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
