import { sleep, until } from '../../world.ts';
import { type Arena, openArena, settle, startTicks } from '../kit/arena.ts';
import { evidenceOf } from '../kit/evidence.ts';
import { type Ends, judge, type Verdict } from '../kit/oracle.ts';
import { testimonyOf } from '../kit/testimony.ts';
import { Conductor } from './conductor.ts';
import type { ChaosOptions } from './options.ts';
import { randomOf } from './random.ts';
import { percentile, recoveryTimes } from './recovery.ts';
import { scheduleOf } from './schedule.ts';
import { deliver } from './traffic.ts';

export interface ChaosFigures extends Omit<Verdict, 'orders'>, Ends {
  /** Orders that ended as an exception in the storm and were done after an operator retried them in bulk. */
  readonly retried: number;
  readonly kills: number;
  /** From a kill to the next event of a run the dead process had in hand, in milliseconds. */
  readonly p50RecoveryMs: number;
  readonly p99RecoveryMs: number;
  readonly seed: number;
  readonly seconds: number;
}

export interface StormSettings {
  /** Modules that every runtime process loads first. */
  readonly preload?: readonly string[];
  /** Further settings of theirs. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long accepted messages may take to end after the last fault, in milliseconds. */
  readonly patienceMs?: number;
}

/**
 * Orders and drills against several runtime processes on one database while everything goes wrong. The simulators and the
 * judge live in this process and survive. `accepted`, `done`, `exceptions` and `cancelled` count the orders at the end of
 * the storm, `drills` the other messages; the invariants are judged once more after an operator retried the failed orders.
 */
export async function storm(
  options: ChaosOptions,
  report: (line: string) => void,
  { preload, env, patienceMs = 180_000 }: StormSettings = {},
): Promise<ChaosFigures> {
  const { seed, processes, leaseMs } = options;
  const started = Date.now();
  const arena = await openArena({ seed, processes, leaseMs, random: randomOf(seed ^ 0x5f3759df), preload, env });
  try {
    const conductor = new Conductor(arena, options.commitThenDrop);
    await conductor.calm();
    const endTicks = await startTicks(arena);
    const playing = conductor.play(scheduleOf(options));
    const delivering = deliver(arena, options, (sent) => report(`${sent} messages, ${conductor.kills.length} kills`));
    await Promise.all([playing, delivering]);
    await endTicks();
    await conductor.heal();
    report(`everything was accepted after ${secondsSince(started)} s; waiting for the runs to end`);
    await settle(arena, patienceMs);
    const after = await judge(await evidenceOf(arena));
    const isRetried = after.orders.exceptions > 0 && after.stuck === 0;
    if (isRetried) await retryOrders(arena, report);
    const last = isRetried ? await judge(await evidenceOf(arena)) : after;
    const recoveries = await recoveryTimes(arena, conductor.kills);
    const { orders, ...judged } = last;
    for (const line of await testimonyOf(arena.store.databaseUrl, judged.violations)) report(line);
    return {
      ...judged,
      ...after.orders,
      retried: orders.done - after.orders.done,
      kills: conductor.kills.length,
      p50RecoveryMs: Math.round(percentile(recoveries, 0.5)),
      p99RecoveryMs: Math.round(percentile(recoveries, 0.99)),
      seed,
      seconds: secondsSince(started),
    };
  } finally {
    await arena.close();
  }
}

/** What an operator does when the partners are back. */
async function retryOrders(arena: Arena, report: (line: string) => void): Promise<void> {
  const asked = { select: { flow: 'order-to-erp' }, by: 'chaos' };
  const answer = (await arena.call('POST', '/exceptions/bulk', asked)) as {
    value: { count: number; bulk?: { id: string } };
  };
  const { count, bulk } = answer.value;
  if (!bulk) return;
  report(`retrying ${count} failed orders in bulk`);
  await until(async () => {
    const { value } = (await arena.call('GET', `/exceptions/bulk/${bulk.id}`, undefined)) as {
      value: { status: string };
    };
    return value.status === 'running' ? undefined : true;
  }, 120_000);
  await sleep(500);
  await settle(arena, 60_000);
}

function secondsSince(from: number): number {
  return Math.round((Date.now() - from) / 1000);
}

/** What must be 0. */
export function broken({
  lost,
  doubled,
  stuck,
  outOfOrder,
  wrong,
  ledger,
}: Omit<Verdict, 'orders' | 'drills'>): number {
  return lost + doubled + stuck + outOfOrder + wrong + Math.abs(ledger);
}
