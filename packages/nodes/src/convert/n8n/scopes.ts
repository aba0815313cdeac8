import { type N8nNode, typeName } from './document.ts';

/** One connection: the `output` (from 0) of a node leads to the input of another. */
export interface Link {
  readonly from: string;
  readonly output: number;
  readonly to: string;
  /** The input it enters, from 0. */
  readonly input: number;
}

/** A node whose following nodes are taken once for each item. */
export interface Loop {
  readonly name: string;
  /** Names of the nodes in it. */
  readonly body: ReadonlySet<string>;
  /** Output that leads into the body. */
  readonly each: number;
  /** Output that is taken when all is done; absent where the body has no end. */
  readonly done?: number;
}

/** `splitInBatches` changed the order of its outputs with version 3. */
export function loopOutputs({ typeVersion }: N8nNode): { readonly each: number; readonly done: number } {
  return typeVersion >= 3 ? { each: 1, done: 0 } : { each: 0, done: 1 };
}

/**
 * Loops that can be drawn as a scope: nothing leads into their body but the loop itself. A list that is split ends where it is
 * gathered again or answered, else with the flow.
 */
export function findLoops(nodes: readonly N8nNode[], links: readonly Link[]): ReadonlyMap<string, Loop> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const loops = new Map<string, Loop>();
  const taken = new Set<string>();
  for (const node of nodes) {
    const kind = typeName(node);
    const isBatch = kind === 'splitInBatches';
    if (!isBatch && kind !== 'splitOut') continue;
    const { each, done } = isBatch ? loopOutputs(node) : { each: 0, done: undefined };
    const ends = (name: string) => name === node.name || (!isBatch && GATHERS.has(typeName(byName.get(name) ?? node)));
    const body = reached(
      links.filter((link) => link.from === node.name && link.output === each),
      links,
      ends,
    );
    if (body.size === 0 || [...body].some((name) => taken.has(name) || !mayRepeat(byName.get(name)))) continue;
    const isEntered = links.some(({ from, to }) => body.has(to) && !body.has(from) && from !== node.name);
    const isShared =
      isBatch && links.some(({ from, output, to }) => from === node.name && output !== each && body.has(to));
    if (isEntered || isShared) continue;
    for (const name of body) taken.add(name);
    loops.set(node.name, { name: node.name, body, each, ...(done !== undefined && { done }) });
  }
  return loops;
}

/** Types that take all items at once, as a list of ours. */
export const TAKES_LISTS: ReadonlySet<string> = new Set(
  'splitInBatches merge limit sort aggregate removeDuplicates summarize'.split(' '),
);

/** Where the items of a split list come together. */
const GATHERS: ReadonlySet<string> = new Set([...TAKES_LISTS, 'respondToWebhook']);

/** Loops within loops are drawn flat, and answers are given once. */
function mayRepeat(node: N8nNode | undefined): boolean {
  if (!node) return false;
  const kind = typeName(node);
  return !['respondToWebhook', 'splitInBatches', 'splitOut', 'webhook'].includes(kind) && !kind.endsWith('Trigger');
}

function reached(from: readonly Link[], links: readonly Link[], ends: (name: string) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = from.map(({ to }) => to);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || ends(name)) continue;
    seen.add(name);
    open.push(...links.filter((link) => link.from === name).map(({ to }) => to));
  }
  return seen;
}
