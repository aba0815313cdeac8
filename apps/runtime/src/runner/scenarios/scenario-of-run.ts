import type { Flow, FlowTest, TestArrival, TestReply } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import type { Json, Payload, RunEvent, RunStatus } from '@lockstep/schema/run';
import { fold, type NodeId, type Plan } from '../../engine/index.ts';
import { pathOf } from '../flow-tests/path-of.ts';

export interface EndedRun {
  readonly flow: Flow;
  readonly plan: Plan;
  readonly status: RunStatus;
  /** Everything outside of scopes, oldest first. */
  readonly events: readonly RunEvent[];
  /** The value of an output, also of a large one. */
  readonly valueOf: (payload: Payload) => Promise<Json>;
}

/** A scenario, and what of the run could not be carried over as it was. */
export interface MadeScenario {
  readonly test: FlowTest;
  readonly notes: readonly string[];
}

/**
 * A test that goes the way an ended run went: its message, what its steps were answered from outside, attempt by attempt, what came in while it
 * waited and when, and what came of it. Steps that only compute are not answered for: they do their work again.
 *
 * @param mask replaces what nobody may see of the message
 */
export async function scenarioOfRun(
  run: EndedRun,
  {
    catalogue,
    mask,
    id,
    name,
  }: {
    readonly catalogue: Catalogue;
    readonly mask: (start: NodeId, message: Json) => Json;
    readonly id: string;
    readonly name: string;
  },
): Promise<MadeScenario> {
  const { flow, plan, events, status } = run;
  const started = events.find((event) => event.type === 'run.started');
  if (started?.type !== 'run.started') throw new Error('A run begins with its message.');
  const notes: string[] = [];
  const inScopes = new Set(flow.nodes.filter(({ scope }) => scope !== undefined).map((node) => node.id));
  const reaches = (node: NodeId): boolean => {
    const drawn = flow.nodes.find((one) => one.id === node);
    const definition = drawn && catalogue.get(drawn.type);
    return (
      definition !== undefined &&
      (definition.effect !== 'none' || definition.calls !== undefined || definition.asks !== undefined)
    );
  };
  const replies: Record<string, TestReply[]> = {};
  const reply = (node: NodeId, one: TestReply) => {
    replies[node] = [...(replies[node] ?? []), one];
  };
  const arrivals: TestArrival[] = [];
  const { state } = fold(plan, events);
  for (const event of events) {
    if (!('node' in event) || event.node === undefined || ('item' in event && event.item)) continue;
    if (event.type === 'step.succeeded' && reaches(event.node))
      reply(event.node, { port: event.port, value: await run.valueOf(event.output) });
    if (event.type === 'step.failed' && reaches(event.node)) {
      const { kind, code, message, retryAfterMs, outcomeUnknown } = event.failure;
      reply(event.node, {
        fail: {
          kind,
          code,
          message,
          ...(retryAfterMs !== undefined && { retryAfterMs }),
          ...(outcomeUnknown && { outcomeUnknown }),
        },
      });
    }
    if (event.type === 'step.released') {
      const afterMs = Math.max(0, Math.round(event.at - started.at));
      const value = await run.valueOf(event.output);
      const { cause, node } = event;
      if (cause.kind === 'call') reply(node, { port: event.port, value });
      else if (cause.kind === 'event')
        arrivals.push({
          afterMs,
          event: { topic: cause.topic, key: cause.key, id: cause.eventId, payload: field(value, 'payload') },
        });
      else if (cause.kind === 'callback')
        arrivals.push({ afterMs, callback: { node, payload: field(value, 'payload') } });
      else {
        const decision = field(value, 'decision') === 'rejected' ? 'rejected' : 'approved';
        const comment = field(value, 'comment');
        arrivals.push({
          afterMs,
          answer: { node, decision, by: cause.by, ...(typeof comment === 'string' && comment !== '' && { comment }) },
        });
      }
    }
  }
  if (inScopes.size > 0) {
    const names = flow.nodes.filter(({ id: node }) => inScopes.has(node) && reaches(node)).map((node) => node.name);
    if (names.length > 0)
      notes.push(`Steps within scopes were answered an item each: give replies for ${names.join(', ')}.`);
  }
  if (events.some(({ type }) => type === 'run.retried'))
    notes.push('A person tried the run again by hand: the scenario goes on to the first end only.');
  if (events.some(({ type }) => type === 'run.resumed'))
    notes.push('A process died on the way: the scenario goes the way without that.');
  const message = await run.valueOf(started.output);
  const masked = mask(started.node, message);
  if (JSON.stringify(masked) !== JSON.stringify(message))
    notes.push('What the contract calls personal is masked in the message; look through the replies for more.');
  else notes.push('Look through the message and the replies for what is personal: no contract called anything so.');
  const failed = Object.entries(state.steps).flatMap(([node, { status: stands, port, failure }]) =>
    stands === 'failed' && port === undefined && failure ? [{ node, code: failure.code }] : [],
  )[0];
  const ended = status === 'exception' || status === 'cancelled' ? status : 'done';
  return {
    test: {
      ...{ id, name, node: started.node, message: masked, at: new Date(started.at).toISOString() },
      ...(Object.keys(replies).length > 0 && { replies }),
      ...(arrivals.length > 0 && { arrivals }),
      expect: {
        status: ended,
        path: [...pathOf(plan, events)],
        ...(ended === 'exception' && failed && { exception: failed }),
      },
    },
    notes,
  };
}

function field(value: Json, name: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? ((value as { readonly [key: string]: Json })[name] as Json)
    : value;
}
