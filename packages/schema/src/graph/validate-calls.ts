import type { Catalogue } from '../node/define-node.ts';
import type { Flow } from './flow.ts';
import { callsOf, type DrawnCall } from './flow-calls.ts';
import type { Issue } from './issue.ts';

/** What is known of the flow that a step calls, and of the version it would get. */
export type CalleeState =
  | { readonly state: 'callable' }
  /** Nothing can be said where only some flows are known. */
  | { readonly state: 'unseen' }
  | { readonly state: 'absent' | 'unpublished' | 'no-version' }
  | { readonly state: 'not-callable'; readonly version?: number };

export interface KnownFlows {
  calleeOf(call: DrawnCall): CalleeState;
  /** Flows that a flow calls, as far as is known. */
  callees(flowId: string): readonly string[];
}

/** Whether what a flow calls is there and can be called, and whether the calls come back to it. */
export function checkCalls(flow: Flow, catalogue: Catalogue, known: KnownFlows): readonly Issue[] {
  const calls = callsOf(flow, catalogue);
  return calls.flatMap((call): readonly Issue[] => {
    const way = wayBack(call.flowId, flow.id, known);
    return [
      ...missing(call, call.flowId === flow.id ? ownState(flow, catalogue) : known.calleeOf(call)),
      ...(way ? [circle(call, [flow.id, ...way])] : []),
    ];
  });
}

/** A flow that calls itself may do so before it is published. */
function ownState(flow: Flow, catalogue: Catalogue): CalleeState {
  return { state: isCallable(flow, catalogue) ? 'callable' : 'not-callable' };
}

/** True for a flow with a start that other flows can call. */
export function isCallable({ nodes }: Pick<Flow, 'nodes'>, catalogue: Catalogue): boolean {
  return nodes.some(({ type }) => catalogue.get(type)?.callable !== undefined);
}

function missing({ node, flowId, versions }: DrawnCall, callee: CalleeState): readonly Issue[] {
  const issue = (code: string, message: string, field = '/flow'): readonly Issue[] => [
    { severity: 'error', code, message, node, field },
  ];
  switch (callee.state) {
    case 'callable':
    case 'unseen':
      return [];
    case 'absent':
      return issue('callee-unknown', `There is no flow "${flowId}".`);
    case 'unpublished':
      return issue('callee-unpublished', `The flow "${flowId}" is not published yet: publish it first.`);
    case 'no-version':
      return issue(
        'callee-version-unknown',
        `The flow "${flowId}" has no version that fits "${versions}".`,
        '/versions',
      );
    case 'not-callable': {
      const which = callee.version === undefined ? `"${flowId}"` : `Version ${callee.version} of "${flowId}"`;
      return issue('callee-not-callable', `${which} has no start "Called by a flow".`);
    }
    default:
      return callee satisfies never;
  }
}

/** Flows may call each other, as a tree is walked; whether it ends depends on the messages. */
function circle({ node }: DrawnCall, way: readonly string[]): Issue {
  const message =
    way.length === 2
      ? `This flow calls itself: make sure that it ends, the depth of calls is limited.`
      : `These flows call each other: ${way.join(' → ')}. Make sure that it ends, the depth of calls is limited.`;
  return { severity: 'warning', code: 'call-cycle', message, node, field: '/flow' };
}

/** The shortest way of calls from one flow to another, both included. */
function wayBack(from: string, to: string, { callees }: KnownFlows): readonly string[] | undefined {
  const seen = new Set([from]);
  let ways: readonly (readonly string[])[] = [[from]];
  while (ways.length > 0) {
    const found = ways.find((way) => way.at(-1) === to);
    if (found) return found;
    ways = ways.flatMap((way) =>
      callees(way.at(-1) ?? '').flatMap((next) => {
        if (seen.has(next)) return [];
        seen.add(next);
        return [[...way, next]];
      }),
    );
  }
  return undefined;
}
