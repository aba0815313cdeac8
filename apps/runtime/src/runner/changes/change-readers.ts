import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  fetchSession,
  missedChanges,
  pubSubAddress,
  type RecordChange,
  type SessionParts,
  topicOf,
} from '@lockstep/nodes/salesforce-events';
import type { Catalogue, ResolvedConnection } from '@lockstep/schema/node';
import { type Json, sourceTime, type TriggerInfo } from '@lockstep/schema/run';
import { type Batch, PlaceGoneError, type PubSub } from '../../pubsub/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { type ChangePlace, claimPlace, keepPlace, leavePlace, movePlace } from '../../store/changes/places.ts';
import type { Db, Store } from '../../store/index.ts';
import type { Logger } from '../../telemetry/index.ts';
import { doorExpression, evaluate, keyText } from '../door-expression.ts';
import { type Host, OverloadedError } from '../host/index.ts';
import { type AtWork, startReaderSet } from '../reader-set.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { planBatch } from './plan-batch.ts';
import { CHANGE_TRIGGERS, type WantedChanges, wantedBy } from './wanted.ts';

export interface ChangeDoors {
  readonly db: Db;
  readonly listen: Store['listen'];
  readonly host: Pick<Host, 'start'>;
  readonly catalogue: Catalogue;
  readonly pubSub: PubSub;
  readonly connections: (id: string) => Promise<ResolvedConnection | undefined>;
  readonly signIn: Pick<SessionParts, 'http' | 'signRs256'>;
  readonly loadSnapshot: (id: string) => Promise<LoadedFlow>;
  readonly sandbox: Sandbox;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
  /** A process that reads and says nothing for this long is taken for gone; 30,000 ms when absent. */
  readonly leaseMs?: number;
}

const LEASE_MS = 30_000;
/** How often a process that does not read looks whether it should. */
const LOOK_MS = 5_000;
const FIRST_AGAIN_MS = 1_000;
const LAST_AGAIN_MS = 60_000;
/** Clocks differ: rather a change from a moment before the beginning than one that is missed. */
const SKEW_MS = 60_000;

/** Reads the changes that published flows wait for, each by one process at a time, until it is closed. */
export function startChangeReaders(doors: ChangeDoors): Promise<{ close(): Promise<void> }> {
  const { db, listen, catalogue, log } = doors;
  return startReaderSet({
    db,
    listen,
    types: CHANGE_TRIGGERS,
    wantedBy: (trigger) => wantedBy(trigger, catalogue),
    keepReading: (wanted) => keepReading(wanted, doors),
    onError: (error) => log.warn('Readers of changes could not be looked for; trying again.', { error }),
  });
}

/** One reader, begun again whenever its stream ends; it rests while another process reads. */
function keepReading(wanted: WantedChanges, doors: ChangeDoors): AtWork {
  const stopping = new AbortController();
  const { db, now, log, leaseMs = LEASE_MS } = doors;
  const { flowId, node, connection, object } = wanted;
  const reading = { flowId, node, worker: randomUUID() };
  const source = `${connection}:${topicOf(object)}`;

  const life = (async () => {
    let waitMs = FIRST_AGAIN_MS;
    while (!stopping.signal.aborted) {
      let place: ChangePlace | undefined;
      let problem: string | undefined;
      try {
        place = await claimPlace(db, { ...reading, source, now: now(), leaseMs });
        if (place) await readFrom(place);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        log.warn('Changes cannot be read; trying again.', { flow: flowId, node, error });
      }
      if (place) await leavePlace(db, { ...reading, problem }).catch(() => undefined);
      await pause(place ? waitMs : Math.min(LOOK_MS, leaseMs), stopping.signal);
      if (place) waitMs = Math.min(waitMs * 2, LAST_AGAIN_MS);
    }

    /** Until it is told to stop, the lease is lost, or the stream breaks. */
    async function readFrom(place: ChangePlace): Promise<void> {
      const ending = new AbortController();
      const signal = AbortSignal.any([stopping.signal, ending.signal]);
      const beat = setInterval(() => {
        keepPlace(db, { ...reading, now: now(), leaseMs }).then(
          (isOurs) => isOurs || ending.abort(),
          (error: unknown) => log.warn('A place could not be held; trying again.', { flow: flowId, node, error }),
        );
      }, leaseMs / 3);
      try {
        await readChanges({ wanted, place, doors, signal }, async (batch) => {
          if (!(await movePlace(db, { ...reading, ...batch }))) ending.abort();
          waitMs = FIRST_AGAIN_MS;
        });
      } finally {
        clearInterval(beat);
      }
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await life;
    },
  };
}

interface ReadChanges {
  readonly wanted: WantedChanges;
  readonly place: ChangePlace;
  readonly doors: ChangeDoors;
  readonly signal: AbortSignal;
}

type Move = (to: {
  readonly replayId: Uint8Array | undefined;
  readonly changedAt: string | undefined;
}) => Promise<void>;

async function readChanges({ wanted, place, doors, signal }: ReadChanges, move: Move): Promise<void> {
  const { connection: id, object, window, beginning, ownChanges } = wanted;
  const connection = await doors.connections(id);
  if (!connection) throw new Error(`There is no connection "${id}".`);
  const session = await fetchSession({ connection, now: doors.now(), ...doors.signIn });
  const target = { id, address: pubSubAddress(connection), ...session };
  const topic = topicOf(object);
  let changedAt = place.changedAt?.toISOString();
  // Whoever began with what comes and has no place yet goes through what came since then.
  const isBehind = beginning === 'latest' && !place.replayId;
  const notBefore = isBehind ? new Date(place.since.getTime() - SKEW_MS).toISOString() : undefined;
  const start = place.replayId ?? (isBehind && place.isNew ? 'latest' : 'earliest');
  const by = { connection: id, topic, object, ownChanges, notBefore };

  const take = async ({ events, latest }: Batch): Promise<void> => {
    const planned = planBatch({ events }, { ...by, changedAt });
    for (const { change, dedupeKey } of planned.runs) {
      if (!(await accept(change, dedupeKey, { wanted, doors, signal }))) return;
    }
    changedAt = planned.changedAt;
    await move({ replayId: events.at(-1)?.replayId ?? latest, changedAt });
  };
  try {
    await doors.pubSub.subscribe(target, { topic, start, window }, take, signal);
  } catch (error) {
    if (!(error instanceof PlaceGoneError) || !place.replayId) throw error;
    // Nobody knows what was missed: the flow hears it before anything else, and reading begins with the oldest there is.
    const missed = missedChanges(object, { changeType: 'MISSED', since: changedAt ?? null });
    const key = `change:${id}:${topic}:missed:${Buffer.from(place.replayId).toString('hex')}`;
    if (await accept(missed, key, { wanted, doors, signal })) await move({ replayId: undefined, changedAt });
    throw error;
  }
}

/** Makes the run durable; waits while there is too much. @returns false when it was told to stop meanwhile */
async function accept(
  change: RecordChange,
  dedupeKey: string,
  { wanted, doors, signal }: Omit<ReadChanges, 'place'>,
): Promise<boolean> {
  const { flowId, version, snapshotId, node, connection, object } = wanted;
  const receivedAt = doors.now();
  const source = change.committedAt === null ? undefined : sourceTime(change.committedAt, 'committedAt', receivedAt);
  const path = `${connection}:${topicOf(object)}`;
  const trigger: TriggerInfo = { kind: 'message', receivedAt, ...(source && { source }), path };
  const message: Json = { ...change, ...listsOf(change) };
  const businessKey =
    (await businessKeyOf(wanted, { message, trigger, now: receivedAt }, doors)) ?? change.recordIds[0];
  while (!signal.aborted) {
    try {
      await doors.host.start({
        ...{ flowId, version, snapshotId, node, message, trigger, dedupeKey, test: false },
        ...(businessKey !== undefined && { businessKey }),
      });
      return true;
    } catch (error) {
      if (!(error instanceof OverloadedError)) throw error;
      await pause(error.retryAfterMs, signal);
    }
  }
  return false;
}

/** Lists of their own: a message is nobody else's. */
function listsOf({ recordIds, changedFields, nulledFields }: RecordChange) {
  return { recordIds: [...recordIds], changedFields: [...changedFields], nulledFields: [...nulledFields] };
}

async function businessKeyOf(
  { businessKey, snapshotId, node }: WantedChanges,
  { message, trigger, now }: { readonly message: Json; readonly trigger: TriggerInfo; readonly now: number },
  { loadSnapshot, sandbox }: ChangeDoors,
): Promise<string | undefined> {
  if (businessKey === undefined || businessKey.trim() === '') return undefined;
  const expression = doorExpression(await loadSnapshot(snapshotId), `${node}/businessKey`, businessKey);
  const told = await evaluate(sandbox, expression, { input: message, trigger, now });
  return told.ok ? keyText(told.value)?.slice(0, 200) : undefined;
}

/** Until then, or until `signal` says that it is over. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
