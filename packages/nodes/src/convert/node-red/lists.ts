import { inScript } from '../in-script.ts';
import { type Convert, step, was } from './context.ts';
import { type RedNode, text } from './document.ts';

/** A split whose following nodes are taken once for each part: their ids, up to where the parts are joined. */
export type Splits = ReadonlyMap<string, ReadonlySet<string>>;

/** Nodes that cannot stand inside: they begin a run, answer one, or split again. */
const NEVER_INSIDE = new Set(['split', 'http in', 'http response', 'inject', 'mqtt in']);

/** The splits that can be drawn as a scope: nothing leads into their body but the split itself. */
export function findSplits(nodes: readonly RedNode[], after: (node: RedNode) => readonly string[]): Splits {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const splits = new Map<string, ReadonlySet<string>>();
  const taken = new Set<string>();
  for (const node of nodes.filter(isPlainSplit)) {
    const body = new Set<string>();
    const open = [...after(node)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const next = byId.get(id);
      if (next === undefined || next.type === 'join' || body.has(id) || id === node.id) continue;
      body.add(id);
      open.push(...after(next));
    }
    const isEntered = nodes.some(
      (other) => other.id !== node.id && !body.has(other.id) && after(other).some((id) => body.has(id)),
    );
    const isWhole = [...body].every((id) => !taken.has(id) && !NEVER_INSIDE.has(byId.get(id)?.type ?? ''));
    if (body.size === 0 || isEntered || !isWhole) continue;
    for (const id of body) taken.add(id);
    splits.set(node.id, body);
  }
  return splits;
}

/** Parts as they come, one by one; lists of several and streams are a person's to draw. */
function isPlainSplit(node: RedNode): boolean {
  const isByText = (text(node, 'spltType') || 'str') === 'str';
  return node.type === 'split' && isByText && Number(node.arraySplt ?? 1) === 1 && node.stream !== true;
}

/** Takes what follows once for each part: items of a list, values of an object, pieces of a text. */
export const split: Convert = ({ node, own, label, isScope }) => {
  const at = JSON.stringify(text(node, 'splt').replaceAll('\\n', '\n').replaceAll('\\t', '\t') || '\n');
  const items = `Array.isArray(${own}) ? ${own} : (${own}) !== null && typeof (${own}) === "object" ? Object.values(${own}) : String(${own}).split(${at})`;
  if (isScope)
    return step(
      'for-each',
      { items: `=${items}` },
      {
        outcome: 'approximated',
        notes: ['Keys of an object and places in a list (msg.parts) are not at the parts.'],
        ports: ['each'],
      },
    );
  const script = `export default function map(input: any, ctx: any) {\n  return ${inScript(items)};\n}\n`;
  const notes = ['It gives the whole list: draw a “For each” around what is to be done for each part.', was(node)];
  return step('map', { script }, { outcome: 'needs-work', notes: [`${label}: ${notes[0]}`, was(node)] });
};

/** Gathers what a split took apart; what gathered messages of several runs is a person's to draw. */
export const join: Convert = ({ node, own, isScope }) => {
  const mode = text(node, 'mode') || 'auto';
  const build = mode === 'auto' ? 'array' : text(node, 'build') || 'array';
  const joiner = JSON.stringify(text(node, 'joiner').replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
  const made = {
    array: own,
    string: `${own}.join(${joiner})`,
    merged: `Object.assign({}, ...${own})`,
  }[build];
  const isPayload = ['', 'payload'].includes(text(node, 'property'));
  const isKnown = isScope && made !== undefined && mode !== 'reduce' && isPayload;
  const script = `export default function map(input: any, ctx: any) {\n  return ${inScript(isKnown ? made : own)};\n}\n`;
  return step(
    'map',
    { script },
    isKnown
      ? {
          outcome: 'approximated',
          notes: [
            mode === 'auto'
              ? 'Gives the list of results; Node-RED made a text of what had been one, and an object of an object.'
              : 'Gathers all parts of the list; a count or a time at which it sent earlier does not hold.',
          ],
        }
      : {
          outcome: 'needs-work',
          notes: ['It gathered messages: a run of Lockstep has one. Collect them by “On events” or a lane.', was(node)],
        },
  );
};

/** Puts the items of a list in order. */
export const sort: Convert = ({ node, own }) => {
  const isList = (text(node, 'targetType') || 'msg') === 'msg' && ['', 'payload'].includes(text(node, 'target'));
  const key = text(node, 'msgKeyType') === 'jsonata' ? undefined : text(node, 'msgKey') || 'payload';
  const isKnown = isList && (text(node, 'msgKeyType') || 'elem') === 'elem' && key !== undefined;
  const number =
    node.as_num === true ? 'Number(a) - Number(b)' : 'String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0';
  const sign = text(node, 'order') === 'descending' ? '-' : '';
  const script = `export default function map(input: any, ctx: any) {\n  return ${inScript(own)}.toSorted((a: any, b: any) => ${sign}(${number}));\n}\n`;
  return step(
    'map',
    { script },
    isKnown
      ? {}
      : {
          outcome: 'needs-work',
          notes: ['It put messages, or items by an expression, in order: write that here.', was(node)],
        },
  );
};
