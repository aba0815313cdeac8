import { HookMethod, type Json, type TriggerInfo } from '@lockstep/schema/run';
import type { Context, Hono } from 'hono';
import { failPoint } from '../../fail-points/index.ts';
import { evaluate, keyText } from '../../runner/door-expression.ts';
import { takeDoorRoom } from '../../store/life/door-windows.ts';
import { isSecretName, MASK } from '../../telemetry/index.ts';
import type { AppEnv } from '../env.ts';
import { overloadedBy } from '../overloaded.ts';
import { pausedProblem } from '../paused.ts';
import type { Doors } from '../ports.ts';
import { ProblemError, problem } from '../problem.ts';
import { statusUrl } from '../status-url.ts';
import { authenticate, bySenders } from './authenticate.ts';
import { concealed, handshakeOf } from './body-secret.ts';
import { channelOf, seenBy } from './channels.ts';
import { bodyHashOf, deliveryIdOf, LONGEST_KEY } from './delivery-id.ts';
import type { Door } from './door.ts';
import { createDoorLimits, type DoorLimits } from './door-limits.ts';
import { flowAnswer } from './flow-answer.ts';
import type { HookTable } from './hook-table.ts';
import { readMessage } from './message.ts';
import { queryMessage } from './query-message.ts';
import { decompress, readBytes } from './read-body.ts';
import { sourceTimeOf } from './source-time-of.ts';

const PREFIX = '/hooks/';
/** Header that tells a repetition from the first message. */
const REPLAYED = 'idempotent-replayed';

/**
 * `<method> /hooks/<path>`: verify the raw bytes, read them, check them, and answer 2xx only when the run is stored.
 * Everything that can be refused is refused before anything is written, cheapest first.
 */
export function hookRoutes(app: Hono<AppEnv>, doors: Doors, hooks: HookTable): void {
  const limits = createDoorLimits((door, room) => takeDoorRoom(doors.db, door, room));
  app.all(`${PREFIX}*`, async (context) => {
    const from = performance.now();
    try {
      const path = context.req.path.slice(PREFIX.length);
      const method = HookMethod.safeParse(context.req.method).data;
      const door = method && (await hooks.find(path, method));
      const asked = await handshakeAt(door, path, context.req.query());
      if (asked !== undefined) return asked;
      if (!door) throw await nobodyAt(path);
      if (door.row.paused === 'refuse') throw pausedProblem(door.row.flowId);
      const { response, result } = await receive(context, doors, limits, door);
      failPoint('answer.before-send');
      doors.metrics.accepted(result, performance.now() - from);
      return response;
    } catch (error) {
      doors.metrics.accepted(error instanceof ProblemError ? error.code : 'internal', performance.now() - from);
      throw error;
    }
  });

  /** Senders ask by a method of their choice whether their messages are wanted, by POST. */
  async function handshakeAt(door: Door | undefined, path: string, query: Readonly<Record<string, string>>) {
    const asked = door ?? (Object.keys(query).length > 0 ? await hooks.find(path, 'POST') : undefined);
    return asked && handshakeOf(asked, query);
  }

  async function nobodyAt(path: string): Promise<ProblemError> {
    const methods = await hooks.methodsAt(path);
    if (methods.length === 0) return problem('not-found');
    const detail = `Messages are sent by ${methods.join(' or ')}.`;
    return problem('method-not-allowed', detail, undefined, { allow: methods.join(', ') });
  }
}

async function receive(context: Context<AppEnv>, doors: Doors, limits: DoorLimits, door: Door) {
  const receivedAt = doors.now();
  const { maxBodyBytes } = doors.config;
  const raw = await readBytes(context, maxBodyBytes);
  const signedAt = bySenders(doors, receivedAt);
  await authenticate(context, doors.connections, door, raw, signedAt);
  const channel = await channelOf(context, doors.connections, door.channels, raw, signedAt);
  if (channel?.perMinute !== undefined) {
    await limits.admit({ flowId: door.row.flowId, node: `${door.row.node}#${channel.name}` }, channel.perMinute);
  }
  if (door.perMinute !== undefined) await limits.admit(door.row, door.perMinute);
  const { bytes, message } = await messageOf(context, doors, door, raw);
  checkContract(doors, door, message);

  const header = (name: string) => context.req.header(name);
  const known = { ...triggerInfo(context, door, receivedAt), ...(channel && { channel: channel.name }) };
  const source = await sourceTimeOf(doors, door, { input: message, trigger: known, header });
  const trigger = { ...known, ...(source && { source }) };
  const dedupeKey = await deliveryIdOf(doors, door, { input: message, trigger, channel: channel?.name, header });
  const businessKey = await businessKeyOf(doors, door, message, trigger);
  const { flowId, version, snapshotId, node } = door.row;
  const started = await doors.host
    .start({
      flowId,
      version,
      snapshotId,
      node,
      message,
      trigger,
      ...(dedupeKey !== undefined && { dedupeKey, ...(door.refusesOthers && { bodyHash: bodyHashOf(bytes) }) }),
      ...(businessKey !== undefined && { businessKey }),
      test: false,
    })
    .catch(overloadedBy);

  const { runId, duplicate, isOther } = started;
  if (isOther) {
    throw problem('idempotency-mismatch', 'Nothing was done. Send another message under a key of its own.');
  }
  const waited = door.waitMs === undefined ? undefined : await doors.host.waitForResponse(runId, door.waitMs);
  const result = duplicate ? ('duplicate' as const) : ('accepted' as const);
  if (waited?.kind === 'response') {
    const response = flowAnswer(seenBy(channel, waited.response), runId);
    if (duplicate) response.headers.set(REPLAYED, 'true');
    return { response, result };
  }
  const url = statusUrl(context, doors.config, runId);
  // Where a key stands for one body, its repetition is answered as the first message was.
  const reference = door.reference !== undefined && businessKey !== undefined && { [door.reference]: businessKey };
  const body = { ...reference, runId, statusUrl: url, ...(duplicate && !door.refusesOthers && { duplicate: true }) };
  const headers = { location: url, 'cache-control': 'no-store', ...(duplicate && { [REPLAYED]: 'true' }) };
  return { response: Response.json(body, { status: 202, headers }), result };
}

/** What was sent: the body, or the query of a method that has none; with the bytes that tell it from other messages. */
async function messageOf(context: Context<AppEnv>, doors: Doors, door: Door, raw: Uint8Array) {
  const { method } = door.row;
  if (method === 'GET' || (method === 'DELETE' && raw.length === 0)) {
    const schema = door.contract === undefined ? undefined : doors.contracts.find(door.contract)?.schema;
    const message = queryMessage(new URL(context.req.url).searchParams, schema);
    return { message, bytes: Buffer.from(JSON.stringify(message)) };
  }
  const bytes = await decompress(raw, context.req.header('content-encoding'), doors.config.maxBodyBytes);
  return { message: concealed(door, readMessage(bytes, context.req.header('content-type'), door.body)), bytes };
}

function checkContract(doors: Doors, { contract }: Door, message: Json): void {
  if (contract === undefined) return;
  const issues = doors.checkContract(contract, message);
  if (issues === undefined) throw new Error(`The contract ${contract} of a published flow is not known.`);
  if (issues.length === 0) return;
  const [first] = issues;
  const detail = first && `${first.path === '' ? 'The message' : first.path} ${first.message}`;
  throw problem('contract-broken', detail, { contract, issues });
}

/** A name for people: a message it cannot be told of is taken all the same. */
async function businessKeyOf(doors: Doors, { businessKey, row }: Door, input: Json, trigger: TriggerInfo) {
  if (!businessKey) return undefined;
  const result = await evaluate(doors.sandbox, businessKey, { input, trigger, now: trigger.receivedAt });
  if (result.ok) return keyText(result.value)?.slice(0, LONGEST_KEY);
  doors.log.warn('The business key of a message could not be told.', { flow: row.flowId, reason: result.reason });
  return undefined;
}

function triggerInfo(context: Context<AppEnv>, { secretHeaders }: Door, receivedAt: number): TriggerInfo {
  const headers = Object.entries(context.req.header()).filter(
    ([name]) => !secretHeaders.has(name) && !isSecretName(name),
  );
  const query = Object.fromEntries(
    Object.entries(context.req.query()).map(([name, value]) => [name, isSecretName(name) ? MASK : value]),
  );
  const traceparent = context.req.header('traceparent');
  return {
    kind: 'webhook',
    receivedAt,
    method: context.req.method,
    path: context.req.path,
    headers: Object.fromEntries(headers),
    ...(Object.keys(query).length > 0 && { query }),
    ...(traceparent !== undefined &&
      /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent) && { traceparent }),
  };
}
