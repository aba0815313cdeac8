import type { FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';

const MENTION = /\bsteps(?:(?:\?\.|\.)([A-Za-z_$][\w$]*)|(?:\?\.)?\[\s*(['"])([^'"\]]+)\2\s*\])/g;

/** What stands for a step now: another one, or a field of what another one gave. `undefined`: the step itself. */
export type NextMention = (id: string) => readonly string[] | undefined;

/** `steps.a`, `steps['a']` and `steps["a"]` with what stands for `a` now. */
export function rewriteMentions(text: string, next: NextMention): string {
  return text.replace(MENTION, (whole, dotted?: string, quote?: string, quoted?: string) => {
    const path = next(dotted ?? quoted ?? '');
    return path === undefined ? whole : mentionOf(path, quote);
  });
}

/** Ids of the steps that a node's expressions and scripts mention. */
export function mentionsIn({ params }: Pick<FlowNode, 'params'>): ReadonlySet<string> {
  const found = new Set<string>();
  eachText(params, (text) => {
    for (const [, dotted, , quoted] of text.matchAll(MENTION)) found.add(dotted ?? quoted ?? '');
    return text;
  });
  return found;
}

/** True when an expression or a script reads a name of its surroundings: `trigger`, `run`. */
export function readsName({ params }: Pick<FlowNode, 'params'>, name: 'trigger' | 'run'): boolean {
  const use = new RegExp(String.raw`(?<![\w$.'"])(?:ctx\.)?${name}\s*(?:\?\.|\.|\[)`);
  let isRead = false;
  eachText(params, (text) => {
    isRead ||= use.test(text);
    return text;
  });
  return isRead;
}

/** A node with its mentions of steps rewritten; the same node when it has none. */
export function withMentions(node: FlowNode, next: NextMention): FlowNode {
  const params = eachText(node.params, (text) => rewriteMentions(text, next)) as FlowNode['params'];
  return JSON.stringify(params) === JSON.stringify(node.params) ? node : { ...node, params };
}

/** `steps['a']` or `steps['a']['b']`. */
export function mentionOf(path: readonly string[], quote = "'"): string {
  return `steps${path.map((id) => `[${quote}${id}${quote}]`).join('')}`;
}

/** A value with all of its texts changed. */
export function eachText(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, change)]));
  }
  return value;
}
