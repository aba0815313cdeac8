import type { FailPoint } from '@lockstep/runtime/fail-points';
import { sleep, until } from '../../world.ts';
import { type Arena, type Sent, startTicks } from '../kit/arena.ts';

/** The process that is armed, and the one that goes on. */
export const ARMED = 0;
export const OTHER = 1;

/** What is going on while the armed process passes the point. */
export interface Scenario {
  /** Brings everything up to the moment before. */
  prepare?(arena: Arena): Promise<void>;
  /** Makes the armed process pass. Resolves when everybody outside has their answers. */
  act(arena: Arena): Promise<void>;
  /** After the process has stopped, before anything is done to it. */
  onStopped?(arena: Arena): Promise<void>;
}

const send = (arena: Arena, kinds: readonly Sent['kind'][], first = ARMED) =>
  Promise.all(kinds.map((kind, index) => arena.send(kind, first, index === 0 ? 2 : 1)));

/** The run of a message stands at a wait that nobody keeps in memory. */
async function untilParked({ store }: Arena, { runId }: Sent): Promise<void> {
  await until(async () => {
    const [row] = await store.sql`select from runs where id = ${runId} and status = 'waiting' and epoch is null`;
    return row && true;
  }, 30_000);
}

async function untilEnded({ store }: Arena, { runId }: { readonly runId: string }): Promise<void> {
  const ended = async () => {
    const rows = await store.sql`select from runs where id = ${runId} and ended_at is not null`.catch(() => []);
    return rows.length > 0 ? true : undefined;
  };
  await until(ended, 60_000);
}

async function tellBoth(arena: Arena, ref: string, first: number): Promise<void> {
  await arena.tell(ref, 1, first);
  await arena.tell(ref, 1, OTHER); // told twice
  await arena.tell(ref, 2, first);
}

/** What a scenario made ready for its act. */
let ready: readonly Sent[] = [];

const plain: Scenario = {
  async act(arena) {
    await send(arena, ['plain', 'lane', 'order', 'plain', 'order', 'once', 'lane', 'lane', 'lane']);
  },
};

const retried: Scenario = {
  async act(arena) {
    await send(arena, ['retry', 'retry', 'plain']);
  },
};

const undone: Scenario = {
  async act(arena) {
    await send(arena, ['undo', 'undo', 'plain']);
  },
};

const parked: Scenario = {
  async act(arena) {
    const waiting = await send(arena, ['wait', 'wait']);
    await Promise.all(waiting.map(({ ref }) => tellBoth(arena, ref, OTHER)));
  },
};

const delayed: Scenario = {
  async act(arena) {
    await send(arena, ['delay', 'delay']);
  },
};

const toldEarly: Scenario = {
  async act(arena) {
    // Refs are known before: the events come before their runs do.
    arena.partner.set({ latencyMs: 300 });
    const waiting = await send(arena, ['wait', 'wait']);
    await Promise.all(waiting.map(({ ref }) => tellBoth(arena, ref, OTHER)));
    arena.partner.set({});
  },
};

const told: Scenario = {
  async prepare(arena) {
    ready = await send(arena, ['wait', 'wait'], OTHER);
    await Promise.all(ready.map((sent) => untilParked(arena, sent)));
  },
  async act(arena) {
    await Promise.all(ready.map(({ ref }) => tellBoth(arena, ref, ARMED)));
  },
};

const takenOver: Scenario = {
  async prepare(arena) {
    arena.partner.set({ latencyMs: 1_500 });
    await send(arena, ['plain', 'undo', 'order', 'plain'], OTHER);
    await sleep(100);
    await arena.members[OTHER]?.kill();
  },
  async act(arena) {
    arena.partner.set({});
    await until(() => arena.members[OTHER]?.pid, 60_000);
  },
  async onStopped(arena) {
    await arena.members[OTHER]?.start();
  },
};

const cancelled: Scenario = {
  async prepare(arena) {
    ready = await send(arena, ['wait'], OTHER);
    await Promise.all(ready.map((sent) => untilParked(arena, sent)));
  },
  async act(arena) {
    for (const { runId } of ready) await arena.call('POST', `/runs/${runId}/cancel`, { by: 'sweep' }, ARMED);
  },
};

const cancelledUnderWay: Scenario = {
  async prepare(arena) {
    arena.partner.set({ latencyMs: 2_500 });
    ready = await send(arena, ['plain'], ARMED);
  },
  async act(arena) {
    for (const { runId } of ready) await arena.call('POST', `/runs/${runId}/cancel`, { by: 'sweep' }, OTHER);
    await sleep(1_500);
    arena.partner.set({});
  },
};

/** Runs that failed for a reason that is mended. */
async function failed(arena: Arena, count: number): Promise<void> {
  arena.partner.set({ status: 422, rate: 1 });
  ready = await send(arena, Array<'plain'>(count).fill('plain'), OTHER);
  await Promise.all(ready.map((sent) => untilEnded(arena, sent)));
  arena.partner.set({});
}

async function openExceptions(arena: Arena): Promise<readonly { readonly id: string }[]> {
  const runIds = ready.map(({ runId }) => runId);
  return arena.store.sql<{ id: string }[]>`
    select id from exceptions where status = 'open' and run_id = any(${arena.store.sql.array(runIds, 2950)}::uuid[])`;
}

const retriedByHand: Scenario = {
  prepare: (arena) => failed(arena, 2),
  async act(arena) {
    for (const { id } of await openExceptions(arena))
      await arena.call('POST', `/exceptions/${id}/retry`, { by: 'sweep' }, ARMED);
  },
};

const retriedInBulk: Scenario = {
  prepare: (arena) => failed(arena, 5),
  async act(arena) {
    const ids = (await openExceptions(arena)).map(({ id }) => id);
    await arena.call('POST', '/exceptions/bulk', { select: { ids }, by: 'sweep' }, ARMED);
    await Promise.all(ready.map((sent) => untilDone(arena, sent)));
  },
};

async function untilDone({ store }: Arena, { runId }: Sent): Promise<void> {
  const done = async () => {
    const rows = await store.sql`select from runs where id = ${runId} and status = 'done'`.catch(() => []);
    return rows.length > 0 ? true : undefined;
  };
  await until(done, 60_000);
}

const replayed: Scenario = {
  async prepare(arena) {
    ready = await send(arena, ['plain', 'order'], OTHER);
    await Promise.all(ready.map((sent) => untilEnded(arena, sent)));
  },
  async act(arena) {
    for (const { runId } of ready) {
      const url = `${arena.members[ARMED]?.url}/api/runs/${runId}/replay`;
      const body = JSON.stringify({ by: 'sweep' });
      const headers = { 'content-type': 'application/json' };
      // Asked once: a replay asked for twice is two replays. Their effects are still done once.
      await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
    }
  },
};

const ticking: Scenario = {
  async act(arena) {
    const end = await startTicks(arena);
    await sleep(7_000);
    await end();
  },
};

const stopping: Scenario = {
  async prepare(arena) {
    arena.partner.set({ latencyMs: 700 });
    await send(arena, ['plain', 'order', 'undo', 'plain'], ARMED);
  },
  async act(arena) {
    void arena.members[ARMED]?.stop();
    await sleep(3_000);
    arena.partner.set({});
  },
};

/** Which scenario passes a point. */
export function scenarioOf(point: FailPoint): Scenario {
  switch (point) {
    case 'timer.before-set':
    case 'timer.fired':
      return retried;
    case 'undo.before':
    case 'undo.after':
      return undone;
    case 'park.before-commit':
    case 'park.after-commit':
      return parked;
    case 'wait.before-match':
      return toldEarly;
    case 'release.before-commit':
    case 'release.after-commit':
      return delayed;
    case 'event.before-commit':
    case 'event.after-commit':
      return told;
    case 'mail.after-read':
      return cancelledUnderWay;
    case 'takeover.before-claim':
    case 'takeover.after-claim':
    case 'takeover.after-load':
    case 'takeover.before-resume':
      return takenOver;
    case 'cancel.before-commit':
    case 'cancel.after-commit':
      return cancelled;
    case 'retry.before-commit':
    case 'retry.after-commit':
      return retriedByHand;
    case 'bulk.after-mark':
    case 'bulk.before-send':
    case 'bulk.after-send':
      return retriedInBulk;
    case 'replay.before-start':
    case 'replay.after-start':
      return replayed;
    case 'tick.before-start':
    case 'tick.after-start':
    case 'tick.after-settle':
      return ticking;
    case 'stop.before-release':
    case 'stop.after-release':
      return stopping;
    default:
      return plain;
  }
}
