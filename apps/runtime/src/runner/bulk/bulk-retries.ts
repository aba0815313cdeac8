import { randomUUID } from 'node:crypto';
import { failPoint } from '../../fail-points/index.ts';
import {
  beginBatch,
  type ClaimedBulk,
  claimBulks,
  endBulk,
  settleBatch,
  skipItem,
  takeUnsent,
} from '../../store/bulk-retries.ts';
import type { Db } from '../../store/index.ts';
import type { Host } from '../host/index.ts';
import { type Loop, startLoop } from '../loop.ts';
import { nextMove } from './next-move.ts';

interface BulkOptions {
  readonly db: Db;
  readonly host: Pick<Host, 'retry' | 'planRetry'>;
  readonly onError: (error: unknown) => void;
  readonly pollMs?: number;
}

/** Works off bulk retries; told when there is a new one. */
export type BulkRetries = Pick<Loop, 'nudge' | 'close'>;

const POLL_MS = 500;
/** A process that died gives its bulk retries to the others after this. */
const LEASE_MS = 15_000;
/** Retries sent at the same time. */
const AT_ONCE = 8;

/**
 * Works off bulk retries. Everything it knows is in rows, so any process goes on where another one died; an exception that
 * is marked twice is tried again once, because only an open one can be.
 */
export function createBulkRetries({ db, host, onError, pollMs = POLL_MS }: BulkOptions): BulkRetries {
  const worker = randomUUID();
  let closed = false;

  async function look(): Promise<undefined> {
    for (const bulk of await claimBulks(db, { worker, leaseMs: LEASE_MS })) {
      if (closed) return;
      await advance(bulk);
    }
  }

  async function advance(bulk: ClaimedBulk): Promise<void> {
    const { id } = bulk;
    const move = nextMove(bulk, await settleBatch(db, bulk));
    switch (move.do) {
      case 'send':
      case 'wait': // a process that died may have marked what it never sent
        await send(bulk);
        return;
      case 'advance':
        await beginBatch(db, { id, ...move });
        failPoint('bulk.after-mark');
        return;
      case 'end':
        await endBulk(db, { id, ...move });
        return;
      default:
        return move satisfies never;
    }
  }

  async function send(bulk: ClaimedBulk): Promise<void> {
    const items = [...(await takeUnsent(db, bulk))];
    const one = async () => {
      for (let item = items.shift(); item && !closed; item = items.shift()) {
        failPoint('bulk.before-send');
        const isLeft = !bulk.evenUndecided && (await isUndecided(item.runId));
        const answer = isLeft ? undefined : await host.retry({ exceptionId: item.exceptionId }, bulk.by);
        failPoint('bulk.after-send');
        if (answer === undefined || typeof answer === 'string') await skipItem(db, bulk.id, item.pos);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  }

  /** Trying it again may do something twice: that is for a person to say. */
  async function isUndecided(runId: string): Promise<boolean> {
    const steps = await host.planRetry(runId);
    return Array.isArray(steps) && steps.some(({ does }) => does === 'undecided');
  }

  const loop = startLoop({ look, everyMs: pollMs, onError });
  loop.nudge();
  return {
    nudge: loop.nudge,
    async close() {
      closed = true;
      await loop.close();
    },
  };
}
