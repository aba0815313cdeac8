import type { FailPoint } from '@lockstep/runtime/fail-points';
import { type Arena, openArena, settle } from '../kit/arena.ts';
import { evidenceOf } from '../kit/evidence.ts';
import { startSurely } from '../kit/member.ts';
import { judge } from '../kit/oracle.ts';
import { randomOf } from '../storm/random.ts';
import { type Action, perform } from './actions.ts';
import { ARMED, scenarioOf } from './scenarios.ts';

/** A point, and what is done there. */
export interface Case {
  readonly point: FailPoint;
  readonly action: Action;
}

export interface CaseResult extends Case {
  /** False when the process never passed the point: the case shows nothing, and counts as failed. */
  readonly reached: boolean;
  readonly violations: readonly string[];
  readonly seconds: number;
}

export interface SweepOptions {
  readonly seed: number;
  readonly leaseMs: number;
  readonly preload?: readonly string[];
  /** Told after each case; true ends the sweep. */
  readonly onResult: (result: CaseResult) => boolean | undefined;
}

/** How long a process may take to come to its point, and runs to end after it. */
const REACH_MS = 20_000;
const PATIENCE_MS = 45_000;

/** Takes the cases one by one on one installation of two processes; everything since the beginning is judged after each. */
export async function sweep(cases: readonly Case[], options: SweepOptions): Promise<readonly CaseResult[]> {
  const { seed, leaseMs, preload, onResult } = options;
  const arena = await openArena({ seed, processes: 2, leaseMs, random: randomOf(seed), preload });
  const results: CaseResult[] = [];
  const known = new Set<string>();
  try {
    for (const each of cases) {
      const from = Date.now();
      const { reached, violations: all } = await inTime(CASE_MS, each, async (phase) => {
        const reached = await run(each, arena, phase);
        phase('judging');
        return { reached, violations: (await judge(await evidenceOf(arena))).violations };
      });
      const violations = all.filter((violation) => !known.has(violation));
      for (const violation of violations) known.add(violation);
      const result = { ...each, reached, violations, seconds: Math.round((Date.now() - from) / 100) / 10 };
      results.push(result);
      if (onResult(result)) break;
    }
    return results;
  } finally {
    await arena.close();
  }
}

/** Longer than everything one case may wait for by its own limits on a busy machine. */
const CASE_MS = 150_000;

/** Tells what a case is doing. */
type Phase = (doing: string) => void;

/** @throws Error that says where a case stood when its time was over, so that a hang is a finding */
async function inTime<T>(ms: number, { point, action }: Case, work: (phase: Phase) => Promise<T>): Promise<T> {
  let doing = 'beginning';
  const late = Promise.withResolvers<never>();
  const patience = setTimeout(() => late.reject(new Error(`${point}, ${action}: still ${doing} after ${ms} ms.`)), ms);
  const phase: Phase = (next) => {
    doing = next;
  };
  return Promise.race([work(phase), late.promise]).finally(() => clearTimeout(patience));
}

/** A busy process answers late, and the senders turn to the other one: then the case is tried again. */
const TRIES = 3;

async function run(each: Case, arena: Arena, phase: Phase): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) if (await pass(each, arena, phase)) return true;
  return false;
}

/** @returns whether the process came by */
async function pass({ point, action }: Case, arena: Arena, phase: Phase): Promise<boolean> {
  const scenario = scenarioOf(point);
  const member = arena.members[ARMED];
  if (!member) throw new Error('There is no process to arm.');
  phase('preparing');
  await scenario.prepare?.(arena);
  member.arm({ point, action: 'stop' });
  phase('bringing the process to the point');
  const acting = scenario.act(arena);
  const reached = await member.untilStopped(REACH_MS).then(
    () => true,
    () => false,
  );
  phase('doing it');
  await scenario.onStopped?.(arena);
  if (reached) await perform(action, arena);
  else member.arm({ point: '' });
  phase('waiting for the senders');
  await acting;
  phase('waiting for the runs');
  await settle(arena, PATIENCE_MS);
  phase('starting processes again');
  for (const each of arena.members) if (each.pid === undefined) await startSurely(each);
  return reached;
}
