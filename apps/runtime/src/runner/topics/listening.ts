import { z } from 'zod';
import type { NodeId } from '../../engine/index.ts';
import { type DoorExpression, doorExpression } from '../door-expression.ts';
import type { LoadedFlow } from '../steps/index.ts';

/** What the runtime reads of a trigger that listens to a topic, after its own definition has filled the defaults in. */
export const ListeningParams = z.object({
  topic: z.string(),
  keys: z.string().optional(),
  when: z.string().optional(),
  start: z.enum(['now', 'beginning', 'time']),
  startAt: z.string().optional(),
  maxInFlight: z.number(),
  businessKey: z.string().optional(),
  sourceTime: z.string().optional(),
  groupBy: z.string().optional(),
  maxEvents: z.number().optional(),
  maxWaitMs: z.number().optional(),
  maxBytes: z.number().optional(),
});

/** A published trigger that listens, ready to read on. */
export interface Listening {
  readonly ready: LoadedFlow;
  readonly node: NodeId;
  readonly topic: string;
  readonly keys?: string | undefined;
  readonly when?: DoorExpression | undefined;
  readonly businessKey?: DoorExpression | undefined;
  /** When the event happened; absent: as it says of itself. */
  readonly sourceTime?: { readonly from: string; readonly expression: DoorExpression } | undefined;
  readonly maxInFlight: number;
  /** Absent: every event begins a run of its own. */
  readonly gather?: GatherRule | undefined;
}

export interface GatherRule {
  readonly by?: DoorExpression | undefined;
  readonly maxEvents: number;
  readonly maxWaitMs: number;
  readonly maxBytes: number;
}

const known = new WeakMap<LoadedFlow, Map<NodeId, Listening | undefined>>();

/** `undefined` when the flow has no such node, or it is no trigger that listens. */
export function listeningOf(ready: LoadedFlow, node: NodeId): Listening | undefined {
  let ofFlow = known.get(ready);
  if (!ofFlow) {
    ofFlow = new Map();
    known.set(ready, ofFlow);
  }
  if (!ofFlow.has(node)) ofFlow.set(node, read(ready, node));
  return ofFlow.get(node);
}

function read(ready: LoadedFlow, id: NodeId): Listening | undefined {
  const loaded = ready.nodes.get(id);
  if (loaded?.definition.kind !== 'trigger') return undefined;
  const filled = z.safeParse(loaded.definition.params, loaded.node.params);
  const parsed = filled.success ? ListeningParams.safeParse(filled.data) : undefined;
  if (!parsed?.success) return undefined;
  const { topic, keys, when, businessKey, sourceTime, maxInFlight, groupBy, maxEvents, maxWaitMs, maxBytes } =
    parsed.data;
  const expression = (place: string, text: string | undefined) =>
    text === undefined || text.trim() === '' ? undefined : doorExpression(ready, `${id}/${place}`, text);
  const timed = expression('sourceTime', sourceTime);
  return {
    ready,
    node: id,
    topic,
    ...(keys !== undefined && keys !== '' && { keys }),
    when: expression('when', when),
    businessKey: expression('businessKey', businessKey),
    ...(timed && { sourceTime: { from: sourceTime ?? '', expression: timed } }),
    maxInFlight,
    ...(maxEvents !== undefined &&
      maxWaitMs !== undefined &&
      maxBytes !== undefined && {
        gather: { by: expression('groupBy', groupBy), maxEvents, maxWaitMs, maxBytes },
      }),
  };
}
