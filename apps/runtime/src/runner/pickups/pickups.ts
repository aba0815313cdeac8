import { randomUUID } from 'node:crypto';
import { type RemoteFiles, type ResolvedConnection, StepError } from '@lockstep/schema/node';
import { FLOW_CHANNEL } from '../../store/flows.ts';
import type { Db, Store } from '../../store/index.ts';
import { claimWatch, keepWatch, nextLook, settleLook, type WatchRow } from '../../store/pickups/watches.ts';
import type { Logger } from '../../telemetry/index.ts';
import type { GuardedConnection, Guards } from '../guard/index.ts';
import { type Host, OverloadedError } from '../host/index.ts';
import { type Loop, startLoop } from '../loop.ts';
import { guardedFiles } from '../steps/guarded-files.ts';
import { createGuardedHttp } from '../steps/guarded-http.ts';
import { WatchParams } from './decide.ts';
import { lookForFiles } from './look.ts';

export interface PickupDoors {
  readonly db: Db;
  readonly host: Pick<Host, 'start'>;
  readonly files: RemoteFiles;
  readonly connections: (id: string) => Promise<ResolvedConnection | GuardedConnection | undefined>;
  /** Absent: nothing is limited. */
  readonly guards?: Pick<Guards, 'admit'>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** A process that looks and says nothing for this long is taken for gone. */
const LEASE_MS = 60_000;
/** Folders are looked for this often at least, in case the news of a publication got lost. */
const POLL_MS = 15_000;
/** A look that failed is tried again after this time at the earliest. */
const AGAIN_MS = 10_000;

/** Looks into every folder that is due, one after another. @returns when the next is due, epoch milliseconds */
export async function pickupPass(doors: PickupDoors, worker: string): Promise<number | undefined> {
  for (;;) {
    const row = await claimWatch(doors.db, { worker, now: doors.now(), leaseMs: LEASE_MS });
    if (!row) return nextLook(doors.db);
    await lookOnce(row, doors, worker);
  }
}

async function lookOnce(row: WatchRow, doors: PickupDoors, worker: string): Promise<void> {
  const { db, now } = doors;
  const held = { flowId: row.flowId, node: row.node, worker };
  const parsed = WatchParams.safeParse(row.watch);
  const everyMs = (parsed.data?.everySeconds ?? 60) * 1000;
  try {
    if (!parsed.success) throw new Error('The parameters of the trigger cannot be read.');
    const { begun, isMore } = await look(row, parsed.data, doors, worker);
    const next = isMore ? now() : now() + everyMs;
    await settleLook(db, { ...held, now: now(), next, begun, problem: undefined });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    doors.log.warn('A folder could not be looked into; trying again.', { flow: row.flowId, node: row.node, error });
    const waitMs = error instanceof OverloadedError ? error.retryAfterMs : retryAfterOf(error);
    const next = now() + Math.max(Math.min(everyMs, AGAIN_MS), waitMs);
    await settleLook(db, { ...held, now: now(), next, begun: 0, problem });
  }
}

async function look(row: WatchRow, params: WatchParams, doors: PickupDoors, worker: string) {
  const connection = await doors.connections(params.connection);
  if (!connection) throw new Error(`There is no connection "${params.connection}".`);
  const end = new AbortController();
  // The limits of the connection, and its breaker, hold for looks as for steps; its health on the screen shows both.
  const guarded = createGuardedHttp({
    guards: doors.guards,
    since: doors.now(),
    timeoutMs: LEASE_MS,
    attempt: 1,
    signal: end.signal,
  });
  guarded.uses(connection);
  try {
    return await lookForFiles(
      { row, params, connection },
      {
        ...doors,
        files: guardedFiles(doors.files, (_, work) => guarded.call(connection.id, work)),
        keep: () =>
          keepWatch(doors.db, { flowId: row.flowId, node: row.node, worker, now: doors.now(), leaseMs: LEASE_MS }),
      },
    );
  } catch (error) {
    // Tells the guard of a probe that nobody answered.
    if (error instanceof StepError) guarded.judged(error.failure);
    throw error;
  } finally {
    end.abort();
  }
}

function retryAfterOf(error: unknown): number {
  return error instanceof StepError ? (error.failure.retryAfterMs ?? 0) : 0;
}

/**
 * Looks into the folders that flows watch. Any number of processes may: a folder is looked into by one at a time, and a file begins one run
 * whoever finds it.
 */
export async function startPickups({
  listen,
  ...doors
}: PickupDoors & { readonly listen: Store['listen'] }): Promise<Pick<Loop, 'looked' | 'close'>> {
  const worker = randomUUID();
  const loop = startLoop({
    look: async () => {
      const next = await pickupPass(doors, worker);
      return next === undefined ? undefined : Math.max(20, next - doors.now());
    },
    everyMs: POLL_MS,
    onError: (error) => doors.log.warn('Folders could not be looked for; trying again.', { error }),
  });
  const unlisten = await listen(FLOW_CHANNEL, loop.nudge, loop.nudge);
  loop.nudge();
  return {
    looked: loop.looked,
    async close() {
      await unlisten().catch(() => undefined);
      await loop.close();
    },
  };
}
