import { type BenchDatabase, startDatabase } from './kit/database.ts';
import { percentile } from './kit/figures.ts';
import { atLeast, below, type Finding, moreIsBetter } from './kit/finding.ts';
import { allLatencies, type Contender, closedLoop, medianRate, takeTurns } from './kit/load.ts';
import { perform } from './kit/work.ts';
import { byHand } from './peers/by-hand.ts';
import { startLockstep } from './peers/lockstep.ts';

const ROUNDS = 15;
const ROUND_MS = 300;
const CALLERS = 64;
/** Runs of a whole round stay in memory until its end. */
const MAX_IN_FLIGHT = 100_000;

/** Durable accepts through the host, against the same rows written by hand in the same way. */
export async function benchAccept(): Promise<Finding[]> {
  const database = await startDatabase();
  try {
    return await measure(database);
  } finally {
    await database.close();
  }
}

async function measure(database: BenchDatabase): Promise<Finding[]> {
  const gate = createGate();
  const lockstep = await startLockstep(database.url, {
    steps: ['create-order'],
    perform: async () => {
      await gate.passed();
      return perform('create-order');
    },
    maxInFlight: MAX_IN_FLIGHT,
  });
  try {
    const hand = await byHand(database.byHand);
    const load = { inFlight: CALLERS, forMs: ROUND_MS };
    const contenders: readonly Contender[] = [
      {
        measure: () => closedLoop(lockstep.accept, load),
        async settle() {
          gate.open();
          await lockstep.idle();
          gate.close();
        },
      },
      { measure: () => closedLoop(hand.accept, load) },
      { measure: () => closedLoop(hand.store, load) },
    ];
    await takeTurns(contenders, 1); // warm: plans, code, files
    const [ours, same, least] = await takeTurns(contenders, ROUNDS);
    const name = `durable accept, ${CALLERS} callers`;
    const rate = moreIsBetter({
      name,
      unit: 'accepts/s',
      ours: medianRate(ours),
      baseline: medianRate(same),
      baselineName: 'the same rows by hand, batched',
    });
    return [
      {
        row: rate,
        meaning: `\`host.start\` of a 2 KB order with a delivery id, ${CALLERS} callers at once, the effects behind it held back. By hand: delivery id, run and first event in one batched statement, the same number of callers.`,
        budget: atLeast(1 / 1.5, rate, 'within 1.5x'),
      },
      {
        row: moreIsBetter({
          name,
          unit: 'accepts/s',
          ours: medianRate(ours),
          baseline: medianRate(least),
          baselineName: 'one batched insert into one table',
        }),
        meaning: 'The same against the least that can be called stored: id and message in one table, no deduplication.',
      },
      below(50, {
        name: `${name}, p99`,
        unit: 'ms',
        ours: percentile(allLatencies(ours), 0.99),
        meaning: `How long those callers waited for their commit, all rounds together; by hand ${percentile(allLatencies(same), 0.99).toFixed(1)} ms in the same rounds.`,
      }),
    ];
  } finally {
    gate.open();
    await lockstep.close();
  }
}

/** Holds steps back until it is opened. */
function createGate() {
  let isOpen = false;
  let waiting: (() => void)[] = [];
  return {
    passed: () => (isOpen ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
    open() {
      isOpen = true;
      const all = waiting;
      waiting = [];
      for (const pass of all) pass();
    },
    close() {
      isOpen = false;
    },
  };
}
