import { webhookSchemes } from '@lockstep/nodes/webhooks';
import type { FlowNode } from '@lockstep/schema/graph';
import { z } from 'zod';
import { type DoorExpression, doorExpression } from '../../runner/door-expression.ts';
import type { LoadedFlow } from '../../runner/steps/index.ts';
import type { HookRow } from '../../store/hooks.ts';
import type { Doors } from '../ports.ts';
import type { SenderProof } from './authenticate.ts';
import type { BodyKind } from './message.ts';

/** What the door reads of a webhook node's parameters, after its own definition has filled the defaults in. */
const WebhookParams = z.object({
  verify: z.object({
    scheme: z.enum(Object.keys(webhookSchemes) as [keyof typeof webhookSchemes]),
    connection: z.string().optional(),
    header: z.string().optional(),
    algorithm: z.enum(['sha256', 'sha512', 'sha1']).optional(),
    encoding: z.enum(['hex', 'base64']).optional(),
    prefix: z.string().optional(),
  }),
  body: z.enum(['by-type', 'json', 'text', 'bytes']),
  dedupe: z.string().optional(),
  dedupeElse: z.string().optional(),
  otherBody: z.enum(['repetition', 'refuse']).optional(),
  perMinute: z.number().optional(),
  channels: z
    .array(
      z.object({
        name: z.string(),
        connection: z.string(),
        perMinute: z.number().optional(),
        fields: z.string().optional(),
      }),
    )
    .default([]),
  contract: z.string().optional(),
  businessKey: z.string().optional(),
  sourceTime: z.string().optional(),
  reference: z.string().optional(),
  respond: z.enum(['accepted', 'flow']),
  deadlineMs: z.number(),
});

/** A sender with a key of its own. */
export interface DoorChannel {
  readonly name: string;
  readonly proof: SenderProof;
  /** Messages a minute at most, by all processes together. */
  readonly perMinute?: number;
  /** Fields of the answer it sees; all when absent. */
  readonly fields?: readonly string[];
}

/** One published webhook, ready to receive. */
export interface Door extends SenderProof {
  readonly row: HookRow;
  readonly ready: LoadedFlow;
  /** Senders that are told apart by their keys; empty where there is one proof for all. */
  readonly channels: readonly DoorChannel[];
  /** Lower-case names whose values are never kept, beside those that sound like secrets. */
  readonly secretHeaders: ReadonlySet<string>;
  /** How bodies are read. */
  readonly body: BodyKind;
  readonly dedupe?: Dedupe;
  /** Another body under an id that was seen is refused, and a repetition is answered as its first message was. */
  readonly refusesOthers: boolean;
  readonly businessKey?: DoorExpression;
  /** Where the message says when it happened. */
  readonly sourceTime?: SourceOfTime;
  /** Name under which the answer gives the business key back. */
  readonly reference?: string;
  readonly contract?: string;
  /** Messages a minute at most, by all processes together. */
  readonly perMinute?: number;
  /** How long the caller waits for the flow's own answer; absent: it gets 202 at once. */
  readonly waitMs?: number;
}

/** What a repetition is recognised by: a header, or else the expression. */
export interface Dedupe {
  /** As it is written in the flow. */
  readonly header?: string;
  readonly expression?: DoorExpression;
}

/** A header, or the expression, with how either is written in the flow or its scheme. */
export interface SourceOfTime {
  readonly from: string;
  readonly expression?: DoorExpression;
}

/** The one that stands for exactly one body. @see draft-ietf-httpapi-idempotency-key-header */
const IDEMPOTENCY_KEY = 'idempotency-key';

/** Makes the door of a published hook from its flow. @throws when the version cannot be loaded */
export async function openDoor(doors: Pick<Doors, 'flows' | 'catalogue'>, row: HookRow): Promise<Door> {
  const ready = await doors.flows.load(row.snapshotId);
  const node = ready.nodes.get(row.node)?.node;
  if (!node) throw new Error(`Version ${row.version} of ${row.flowId} has no node ${row.node}.`);
  const params = readParams(doors, node);
  const scheme = webhookSchemes[params.verify.scheme];
  const { connection } = params.verify;
  const dedupe = dedupeOf(
    ready,
    node,
    params.dedupe ?? scheme.deliveryIdHeader ?? scheme.deliveryId,
    params.dedupeElse,
  );
  const isIdempotent = dedupe?.header?.toLowerCase() === IDEMPOTENCY_KEY;
  return {
    row,
    ready,
    plan: scheme.plan(params.verify),
    ...(connection && scheme.secretField && { secret: { connection, field: scheme.secretField } }),
    channels: params.verify.scheme === 'none' ? params.channels.map(channelOf) : [],
    secretHeaders: new Set([...scheme.secretHeaders(params.verify), ...keys.secretHeaders({})]),
    body: params.body,
    ...(dedupe && { dedupe }),
    refusesOthers: params.otherBody === undefined ? isIdempotent : params.otherBody === 'refuse',
    ...(params.businessKey && { businessKey: doorExpression(ready, `${node.id}/businessKey`, params.businessKey) }),
    ...sourceOfTime(ready, node, params.sourceTime?.trim() || scheme.sourceTime),
    ...(params.reference && { reference: params.reference }),
    ...(params.contract && { contract: params.contract }),
    ...(params.perMinute !== undefined && { perMinute: params.perMinute }),
    ...(params.respond === 'flow' && { waitMs: params.deadlineMs }),
  };
}

/** Keys of channels come as those of the scheme of this name do. */
const keys = webhookSchemes['api-key'];

function channelOf({
  name,
  connection,
  perMinute,
  fields,
}: z.infer<typeof WebhookParams>['channels'][number]): DoorChannel {
  const seen = (fields ?? '')
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  return {
    name,
    proof: { plan: keys.plan({}), secret: { connection, field: keys.secretField ?? '' } },
    ...(perMinute !== undefined && { perMinute }),
    ...(seen.length > 0 && { fields: seen }),
  };
}

function readParams({ catalogue }: Pick<Doors, 'catalogue'>, node: FlowNode): z.infer<typeof WebhookParams> {
  const definition = catalogue.get(node.type);
  if (!definition) throw new Error(`There is no node type ${node.type}.`);
  return WebhookParams.parse(z.parse(definition.params, node.params));
}

function dedupeOf(ready: LoadedFlow, node: FlowNode, by = '', otherwise = ''): Dedupe | undefined {
  const read = (place: string, text: string) => doorExpression(ready, `${node.id}/${place}`, text);
  if (by.startsWith('=')) return { expression: read('dedupe', by) };
  if (by.trim() === '') return undefined;
  return { header: by.trim(), ...(otherwise.trim() !== '' && { expression: read('dedupeElse', otherwise) }) };
}

function sourceOfTime(ready: LoadedFlow, node: FlowNode, from: string | undefined): Pick<Door, 'sourceTime'> {
  if (from === undefined) return {};
  const isHeader = !from.startsWith('=');
  return {
    sourceTime: { from, ...(!isHeader && { expression: doorExpression(ready, `${node.id}/sourceTime`, from) }) },
  };
}
