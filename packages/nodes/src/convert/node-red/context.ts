import type { Json } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import type { RedNode } from './document.ts';

export interface RedContext {
  readonly node: RedNode;
  readonly label: string;
  /** Code of the payload that comes in: `input`, or `input.body` behind a request. */
  readonly own: string;
  /** True for a split that is drawn as a scope, and for a join of what such a scope gives. */
  readonly isScope: boolean;
  /** A node by its id, also one of configuration. */
  readonly find: (id: string) => RedNode | undefined;
}

export type Convert = (context: RedContext) => Drafted;

/** A step of ours as a converter gives it. */
export function step(
  type: string,
  params: Readonly<Record<string, Json>>,
  options: Partial<Pick<Drafted, 'outcome' | 'notes' | 'ports'>> = {},
): Drafted {
  return { type, params, outcome: 'converted', notes: [], ports: ['out'], ...options };
}

/** What the node was, for the person who goes on with it. */
export const was = (node: RedNode) => {
  const { id: _, wires: __, x: ___, y: ____, z: _____, ...rest } = node;
  const said = JSON.stringify(rest);
  return `Was ${node.type} with ${said.length > 600 ? `${said.slice(0, 600)}…` : said}`;
};
