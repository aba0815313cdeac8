import { type Cost, costOf } from './kit/cost.ts';
import { startDatabase } from './kit/database.ts';
import { percentile } from './kit/figures.ts';
import { atLeast, below, type Finding, lessIsBetter, moreIsBetter } from './kit/finding.ts';
import { allLatencies, type Contender, closedLoop, medianRate, takeTurns } from './kit/load.ts';
import { EFFECTS, isEffect, perform } from './kit/work.ts';
import { byHand } from './peers/by-hand.ts';
import { startDbos } from './peers/dbos.ts';
import { startGraphileWorker } from './peers/graphile-worker.ts';
import { startLockstep } from './peers/lockstep.ts';
import { startPgBoss } from './peers/pg-boss.ts';

const ROUNDS = 5;
const ROUND_MS = 1500;
const IN_FLIGHT = 256;
const ALONE_ROUNDS = 10;
const ALONE_MS = 400;

/** Flows of three checkpointed effects through one worker, and one flow alone, against peers and statements by hand. */
export async function benchFlows(): Promise<Finding[]> {
  const database = await startDatabase();
  const started: { close(): Promise<void> }[] = [database];
  const add = <T extends { close(): Promise<void> }>(part: T): T => {
    started.unshift(part);
    return part;
  };
  try {
    const hand = await byHand(database.byHand);
    const lockstep = add(await startLockstep(database.url, { steps: EFFECTS, perform: performNamed }));
    const boss = add(await startPgBoss(await database.another('pg_boss')));
    const graphile = add(await startGraphileWorker(await database.another('graphile_worker')));
    const dbos = add(await startDbos(await database.another('dbos')));
    const busy = (complete: () => Promise<void>): Contender => ({
      measure: () => closedLoop(complete, { inFlight: IN_FLIGHT, forMs: ROUND_MS }),
    });
    const alone = (call: () => Promise<void>): Contender => ({
      measure: () => closedLoop(call, { inFlight: 1, forMs: ALONE_MS }),
    });
    const calls = [lockstep.complete, hand.complete, boss.complete, graphile.complete, dbos.complete];
    const contenders = calls.map(busy);
    await takeTurns(contenders, 1); // warm
    const rounds = await takeTurns(contenders, ROUNDS);
    const single = await takeTurns([alone(lockstep.complete), alone(hand.fourCommits)], ALONE_ROUNDS);
    const costs: Cost[] = [];
    for (const call of [lockstep.complete, hand.complete]) costs.push(await costOf(database.store.sql, busy(call)));
    return [...throughput(rounds.map(medianRate)), ...latency(single.map(allLatencies)), ...cost(costs)];
  } finally {
    for (const part of started) await part.close();
  }
}

function throughput([ours = 0, statements = 0, pgBoss = 0, graphile = 0, dbos = 0]: readonly number[]): Finding[] {
  const name = 'flows of three effects, one worker';
  const against = (baseline: number, baselineName: string) =>
    moreIsBetter({ name, unit: 'flows/s', ours, baseline, baselineName });
  const boss = against(pgBoss, 'pg-boss 12.38.0, a queue a step');
  const workflows = against(dbos, 'DBOS 5.3.0, three steps');
  return [
    {
      row: against(statements, 'one statement a checkpoint, by hand'),
      meaning: `A message is accepted, three effects are performed one after the other, each stored before the next begins; ${IN_FLIGHT} flows at once. By hand: the same rows, a statement and a commit for each write.`,
    },
    {
      row: boss,
      meaning:
        'pg-boss does the same with a queue for each effect: a `send` for each message, workers that take 100 jobs at a time, next jobs and completions written batch by batch, NOTIFY on.',
      budget: atLeast(4, boss),
    },
    {
      row: against(graphile, 'graphile-worker 0.17.3, a task a step'),
      meaning:
        'graphile-worker does the same with a task for each effect, as its page on performance sets it up: local queue of 500, completions in batches, 24 jobs at once. The job of the next step is added before its own is completed.',
    },
    {
      row: workflows,
      meaning: 'DBOS does the same as a workflow of three `runStep`s, with 12 connections (its default is 10).',
      budget: atLeast(25, workflows),
    },
  ];
}

function latency([ours = [], commits = []]: readonly (readonly number[])[]): Finding[] {
  const name = 'accept to completion, one flow at a time';
  const p50 = percentile(ours, 0.5);
  const p99 = percentile(ours, 0.99);
  return [
    below(10, {
      name: `${name}, p50`,
      unit: 'ms',
      ours: p50,
      meaning: 'From `host.start` to the commit that ends the run, three effects between, nothing else under way.',
    }),
    below(40, {
      name: `${name}, p99`,
      unit: 'ms',
      ours: p99,
      meaning: `All but the slowest of a hundred. Four bare inserts in the same rounds: p99 ${percentile(commits, 0.99).toFixed(1)} ms.`,
    }),
    {
      row: lessIsBetter({
        name: `${name}, p50`,
        unit: 'ms',
        ours: p50,
        baseline: percentile(commits, 0.5),
        baselineName: 'four bare inserts, one after the other',
      }),
      meaning: 'The same number of commits with nothing around them: what the disk and PostgreSQL take by themselves.',
    },
  ];
}

/** What one flow takes of the machine, while many are under way. */
function cost([ours, hand]: readonly Cost[]): Finding[] {
  if (!ours || !hand) return [];
  const name = 'cost of a flow of three effects';
  const baselineName = 'one statement a checkpoint, by hand';
  const each = (what: string, unit: string, of: (cost: Cost) => number | undefined, meaning: string): Finding[] => {
    const [a, b] = [of(ours), of(hand)];
    if (a === undefined || b === undefined) return [];
    const measured = { name: `${name}, ${what}`, unit, ours: a / ours.flows, baseline: b / hand.flows, baselineName };
    return [{ row: lessIsBetter(measured), meaning }];
  };
  return [
    ...each('CPU of the process', 'ms', ({ processMs }) => processMs, 'User and system time, callers included.'),
    ...each('CPU of PostgreSQL', 'ms', ({ databaseMs }) => databaseMs, 'All of its processes; Linux only.'),
    ...each('write-ahead log', 'bytes', ({ walBytes }) => walBytes, 'What is written before a commit is answered.'),
  ];
}

function performNamed(step: string) {
  if (!isEffect(step)) throw new RangeError(`There is no effect ${step}.`);
  return perform(step);
}
