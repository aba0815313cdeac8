import type { TriedHow, TryReach } from '@lockstep/schema/api';
import { bodyOf, downstreamOf, type Flow, type FlowNode, upstreamOf } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';

/** A step that would change another system, and what a person calls that system. */
export interface WritingStep {
  readonly id: string;
  readonly name: string;
  /** `sap-erp`: the connection; else the system of its type, or what it does. */
  readonly system: string;
}

/** Steps a try could reach that change something, in the order of the drawing. */
export function writingSteps(flow: Flow, node: string, catalogue: Catalogue): readonly WritingStep[] {
  const reached = new Set([node, ...upstreamOf(flow, node), ...downstreamOf(flow, node)]);
  for (const id of reached) for (const inside of bodyOf(flow, id)) reached.add(inside);
  return flow.nodes.flatMap((one) => {
    const definition = catalogue.get(one.type);
    if (!reached.has(one.id) || definition?.effect !== 'write' || one.policy.disabled === true) return [];
    // A step that calls a flow cannot do so in a try.
    if (definition.calls) return [];
    return [{ id: one.id, name: one.name, system: systemOf(one, definition.ui.system ?? definition.ui.label) }];
  });
}

function systemOf({ params }: FlowNode, otherwise: string): string {
  const { connection, url } = params;
  if (typeof connection === 'string' && connection !== '') return connection;
  return typeof url === 'string' && /^https?:/.test(url) ? (url.split('/')[2] ?? otherwise) : otherwise;
}

/** Steps whose answer stands in the try, as a person reads it. */
export const HOW_WORDS: Readonly<Record<TriedHow, string>> = {
  computed: 'computed',
  read: 'read from its system',
  sent: 'sent for real',
  mocked: 'answered by its mock',
  pinned: 'answered by its pinned sample',
  'not-sent': 'not sent: effects are off, its input was passed on',
};

export const REACH_WORDS: Readonly<Record<TryReach, string>> = {
  step: 'Run this step',
  'to-here': 'Run to here',
  'from-here': 'Run from here',
};
