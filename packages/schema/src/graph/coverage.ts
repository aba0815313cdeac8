import type { Catalogue } from '../node/define-node.ts';
import { ERROR_PORT, type Flow, UNDO_PORT } from './flow.ts';

/** A step that ran, and the port it left by: `error` where it failed. */
export interface Taken {
  readonly node: string;
  readonly port: string;
}

export type CoverageKind = 'step' | 'branch' | 'error' | 'undo';

/** Something drawn that no scenario went through. */
export interface Uncovered {
  readonly kind: CoverageKind;
  readonly node: string;
  /** Of a branch or an error: the port nobody left by. */
  readonly port?: string;
  /** Of a compensation: the step that takes back. */
  readonly undo?: string;
}

export interface Coverage {
  readonly kind: CoverageKind;
  readonly covered: number;
  readonly of: number;
}

/**
 * How much of a drawing scenarios went through: steps that are switched on, branches (ports of steps that have more than one drawn), error
 * ports, and compensations.
 */
export function coverageOf(
  flow: Flow,
  catalogue: Catalogue,
  taken: readonly Taken[],
): { readonly kinds: readonly Coverage[]; readonly missing: readonly Uncovered[] } {
  const ran = new Set(taken.map(({ node }) => node));
  const left = new Set(taken.map(({ node, port }) => `${node} ${port}`));
  const on = flow.nodes.filter(({ type, policy }) => catalogue.get(type)?.kind !== 'trigger' && !policy.disabled);
  const isOn = new Set(on.map(({ id }) => id));
  const all: (Uncovered & { readonly isCovered: boolean })[] = on.map(({ id }) => ({
    kind: 'step',
    node: id,
    isCovered: ran.has(id),
  }));
  const ports = new Map<string, Set<string>>();
  for (const { from, port, to } of flow.edges) {
    if (!isOn.has(to)) continue;
    if (port === UNDO_PORT) all.push({ kind: 'undo', node: from, undo: to, isCovered: ran.has(to) });
    else ports.set(from, (ports.get(from) ?? new Set()).add(port));
  }
  for (const [node, drawn] of ports) {
    const branches = [...drawn].filter((port) => port !== ERROR_PORT);
    if (drawn.has(ERROR_PORT))
      all.push({ kind: 'error', node, port: ERROR_PORT, isCovered: left.has(`${node} ${ERROR_PORT}`) });
    if (branches.length < 2) continue;
    for (const port of branches) all.push({ kind: 'branch', node, port, isCovered: left.has(`${node} ${port}`) });
  }
  const kinds = (['step', 'branch', 'error', 'undo'] as const).map((kind) => {
    const of = all.filter((one) => one.kind === kind);
    return { kind, covered: of.filter(({ isCovered }) => isCovered).length, of: of.length };
  });
  return { kinds, missing: all.flatMap(({ isCovered, ...one }) => (isCovered ? [] : [one])) };
}
