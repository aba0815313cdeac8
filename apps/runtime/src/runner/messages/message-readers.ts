import type { Catalogue, ResolvedConnection } from '@lockstep/schema/node';
import { type Json, type SourceTime, sourceTime, type TriggerInfo } from '@lockstep/schema/run';
import type { BrokerSession, IncomingMessage, MessageBrokers, Reader, Verdict } from '../../brokers/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import type { Db, Store } from '../../store/index.ts';
import type { Logger } from '../../telemetry/index.ts';
import { doorExpression, evaluate, keyText } from '../door-expression.ts';
import { type Host, OverloadedError } from '../host/index.ts';
import { type AtWork, startReaderSet } from '../reader-set.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { messageOf } from './message-of.ts';
import { groupOf, MESSAGE_TRIGGERS, type WantedReader, wantedBy } from './wanted.ts';

export interface MessageDoors {
  readonly db: Db;
  readonly listen: Store['listen'];
  readonly host: Pick<Host, 'start'>;
  readonly catalogue: Catalogue;
  readonly brokers: Pick<MessageBrokers, 'open'>;
  readonly connections: (id: string) => Promise<ResolvedConnection | undefined>;
  readonly loadSnapshot: (id: string) => Promise<LoadedFlow>;
  readonly sandbox: Sandbox;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

const FIRST_AGAIN_MS = 1_000;
const LAST_AGAIN_MS = 60_000;

/** Reads what published flows wait for, until it is closed. */
export function startMessageReaders(doors: MessageDoors): Promise<{ close(): Promise<void> }> {
  const { db, listen, catalogue, log } = doors;
  return startReaderSet({
    db,
    listen,
    types: MESSAGE_TRIGGERS,
    wantedBy: (trigger) => wantedBy(trigger, catalogue),
    keepReading: (wanted) => keepReading(wanted, doors),
    onError: (error) => log.warn('Readers of brokers could not be looked for; trying again.', { error }),
  });
}

/** One reader, opened again whenever its session ends. */
function keepReading(wanted: WantedReader, doors: MessageDoors): AtWork {
  const stopped = Promise.withResolvers<void>();
  let isStopped = false;
  const life = (async () => {
    let waitMs = FIRST_AGAIN_MS;
    while (!isStopped) {
      let session: BrokerSession | undefined;
      let reader: Reader | undefined;
      try {
        const connection = await doors.connections(wanted.connection);
        if (!connection) throw new Error(`There is no connection "${wanted.connection}".`);
        session = await doors.brokers.open(connection);
        const { from, window, beginning } = wanted;
        const source = { from, group: groupOf(wanted), window, ...(beginning && { beginning }) };
        reader = await session.read(source, (message) => accept(wanted, message, doors));
        waitMs = FIRST_AGAIN_MS;
        await Promise.race([session.ended, stopped.promise]);
      } catch (error) {
        const { flowId: flow, node } = wanted;
        doors.log.warn('A broker cannot be read; trying again.', { flow, node, error });
      }
      if (isStopped) await reader?.stop();
      await session?.close();
      if (isStopped) return;
      await Promise.race([pause(waitMs), stopped.promise]);
      waitMs = Math.min(waitMs * 2, LAST_AGAIN_MS);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      stopped.resolve();
      await life;
    },
  };
}

/** Makes the message durable. Whatever keeps it from that, it comes again. */
async function accept(wanted: WantedReader, incoming: IncomingMessage, doors: MessageDoors): Promise<Verdict> {
  const { flowId, version, snapshotId, node, connection, from } = wanted;
  const now = doors.now();
  const { traceparent } = incoming.headers;
  const path = `${connection}:${incoming.from}`;
  const source = sourceOf(incoming, now);
  const told = { ...(source && { source }), ...(traceparent && { traceparent }) };
  const trigger: TriggerInfo = { kind: 'message', receivedAt: now, path, ...told };
  const message = messageOf(incoming);
  try {
    await doors.host.start({
      flowId,
      version,
      snapshotId,
      node,
      message,
      trigger,
      ...(incoming.id !== undefined && { dedupeKey: `message:${connection}:${from}:${incoming.id}` }),
      businessKey: (await businessKeyOf(wanted, { message, trigger, now }, doors)) ?? incoming.id?.slice(0, 200),
      test: false,
    });
    return 'kept';
  } catch (error) {
    if (!(error instanceof OverloadedError)) {
      doors.log.warn('A message could not be accepted; it comes again.', { flow: flowId, node, error });
    }
    return 'again';
  }
}

/** What a CloudEvent in the message says, else when its sender made it. */
function sourceOf({ headers, sentAt }: IncomingMessage, now: number): SourceTime | undefined {
  const name = CLOUD_EVENT_TIMES.find((each) => headers[each] !== undefined);
  if (name !== undefined) return sourceTime(headers[name], name, now);
  return sentAt === undefined ? undefined : sourceTime(sentAt, 'message', now);
}

/** As the bindings to Kafka, AMQP and NATS write the attribute. @see CloudEvents 1.0.2 */
const CLOUD_EVENT_TIMES = ['ce_time', 'cloudevents:time', 'cloudevents_time', 'ce-time'] as const;

async function businessKeyOf(
  { businessKey, snapshotId, node }: WantedReader,
  { message, trigger, now }: { readonly message: Json; readonly trigger: TriggerInfo; readonly now: number },
  { loadSnapshot, sandbox }: MessageDoors,
): Promise<string | undefined> {
  if (businessKey === undefined || businessKey.trim() === '') return undefined;
  const expression = doorExpression(await loadSnapshot(snapshotId), `${node}/businessKey`, businessKey);
  const told = await evaluate(sandbox, expression, { input: message, trigger, now });
  return told.ok ? keyText(told.value)?.slice(0, 200) : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((later) => setTimeout(later, ms).unref());
}
