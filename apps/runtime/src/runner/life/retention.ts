import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Sql } from '../../store/index.ts';
import { retentionPass } from '../../store/life/pass.ts';
import { type Loop, startLoop } from '../loop.ts';

const LOOK_MS = 60_000;
/** Every so often runs are looked at from the oldest on: what was needed when a pass came by may not be any more. */
const AFRESH_MS = 24 * 3_600_000;
/** After a batch, at least, and at least as long as the batch took: half of the time nothing is removed. */
const REST_MS = 20;

export interface Retention extends Pick<Loop, 'close'> {
  /** After a policy changed: looks now, at everything. */
  nudge(): void;
}

/**
 * Removes runs whose time is over, once a minute. Every process with this duty looks; one at a time removes, and one that dies
 * leaves nothing half done.
 */
export function startRunRetention({
  sql,
  db,
  onRemoved,
  onError,
}: {
  readonly sql: Sql;
  readonly db: Db;
  readonly onRemoved: (flowId: string, runs: number) => void;
  readonly onError: (error: unknown) => void;
}): Retention {
  let places = new Map<string, string>();
  let afreshAt = performance.now() + AFRESH_MS;
  let closing = false;
  const loop = startLoop({
    async look() {
      if (performance.now() > afreshAt) {
        places = new Map();
        afreshAt = performance.now() + AFRESH_MS;
      }
      await retentionPass({
        sql,
        db,
        places,
        onRemoved,
        isClosing: () => closing,
        rest: async (tookMs) => void (await sleep(Math.max(REST_MS, tookMs))),
      });
      return undefined;
    },
    everyMs: LOOK_MS,
    onError,
  });
  return {
    nudge() {
      places = new Map();
      loop.nudge();
    },
    close() {
      closing = true;
      return loop.close();
    },
  };
}
