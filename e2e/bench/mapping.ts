import { createSandbox, type Sandbox, type SandboxCall } from '@lockstep/runtime/sandbox';
import jsonata from 'jsonata';
import { median } from './kit/figures.ts';
import { atLeast, below, type Finding, lessIsBetter, moreIsBetter } from './kit/finding.ts';
import { type Contender, closedLoop, medianRate, takeTurns } from './kit/load.ts';
import { bigOrder, JSONATA_MAPPING, mapPlainly, ORDER, SCRIPT } from './mapping-samples.ts';

const CHILDREN = 2;
const IN_FLIGHT = 32;
const ROUNDS = 5;
const ROUND_MS = 600;

/**
 * Mapping of an order by a script of 20 lines: through the pool, end to end, with calls in flight as a busy runtime
 * has them, against JSONata and against the plain function in this process, which go from text to text as a message
 * does. All of them answer the same value. Rounds alternate, so that a busy machine is busy for all.
 */
export async function benchMapping(): Promise<Finding[]> {
  const sandbox = await createSandbox({ size: CHILDREN });
  try {
    const expression = jsonata(JSONATA_MAPPING);
    await expectEqual(sandbox, expression);
    const text = JSON.stringify(ORDER);
    const contenders: readonly Contender[] = [
      { measure: () => closedLoop(() => run(sandbox, ORDER), { inFlight: IN_FLIGHT, forMs: ROUND_MS }) },
      { measure: () => alone(async () => JSON.stringify(await expression.evaluate(JSON.parse(text)))) },
      { measure: () => alone(async () => JSON.stringify(mapPlainly(JSON.parse(text)))) },
    ];
    await takeTurns(contenders, 1); // warm
    const [pool = 0, peer = 0, plain = 0] = (await takeTurns(contenders, ROUNDS)).map(medianRate);
    const large: Finding[] = [];
    for (const bytes of LARGE) large.push(...(await largeRows(sandbox, expression, bytes)));
    return [...rateRows(text.length, { pool, peer, plain }), ...large];
  } finally {
    await sandbox.close();
  }
}

const alone = (call: () => Promise<unknown>) => closedLoop(call, { inFlight: 1, forMs: ROUND_MS });

/** Mappings a second that the budget asks of two cores. */
const WANTED = 7000;

function rateRows(
  bytes: number,
  { pool, peer, plain }: { readonly pool: number; readonly peer: number; readonly plain: number },
): Finding[] {
  const name = `mapping, ${(bytes / 1000).toFixed(1)} KB order, pool of ${CHILDREN}`;
  const against = (baseline: number, baselineName: string) =>
    moreIsBetter({ name, unit: 'calls/s', ours: pool, baseline, baselineName });
  const budget = against(WANTED, 'budget');
  const jsonataRow = against(peer, 'JSONata 2.2.2 in process');
  return [
    {
      row: budget,
      meaning: `A script of 20 lines through the sandbox, JSON text in and out, ${IN_FLIGHT} calls under way.`,
      budget: atLeast(1, budget, `at least ${WANTED}/s on 2 cores`),
    },
    {
      row: jsonataRow,
      meaning: 'The same mapping in JSONata, in this process and without any isolation.',
      budget: atLeast(8, jsonataRow),
    },
    {
      row: against(plain, 'plain function in process'),
      meaning: 'The script as a function of this process: what isolation costs.',
    },
  ];
}

/** Orders of many lines, in bytes. */
const LARGE = [100_000, 5_000_000];
const LARGE_BUDGET_MS: Readonly<Record<number, number>> = { 5000000: 1000 };

/** One order at a time, as a partner's batch comes: what a single message waits. All of them go from text, or value, to text, or value. */
async function largeRows(sandbox: Sandbox, expression: jsonata.Expression, bytes: number): Promise<Finding[]> {
  const order = bigOrder(bytes);
  const text = JSON.stringify(order);
  const rounds = bytes > 1_000_000 ? 5 : 25;
  const contenders = [
    () => run(sandbox, order),
    async () => JSON.stringify(await expression.evaluate(JSON.parse(text))),
    async () => JSON.stringify(mapPlainly(JSON.parse(text))),
  ];
  const times = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const from = performance.now();
      await contender();
      // The first round is for warming up.
      if (round > 0) times[index]?.push(performance.now() - from);
    }
  }
  const [ours = 0, peer = 0, plain = 0] = times.map(median);
  const name = `mapping, ${bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1000} KB`} order, one at a time, median`;
  const against = (baseline: number, baselineName: string) =>
    lessIsBetter({ name, unit: 'ms', ours, baseline, baselineName });
  const limit = LARGE_BUDGET_MS[bytes];
  return [
    ...(limit === undefined
      ? []
      : [
          below(limit, {
            name,
            unit: 'ms',
            ours,
            meaning: 'The same script over an order with as many lines as make it.',
          }),
        ]),
    { row: against(peer, 'JSONata 2.2.2 in process'), meaning: 'The same mapping in JSONata, without any isolation.' },
    { row: against(plain, 'plain function in process'), meaning: 'The script as a function of this process.' },
  ];
}

async function run(sandbox: Sandbox, input: SandboxCall['scope']['input']): Promise<unknown> {
  const result = await sandbox.call({
    program: { key: SCRIPT, units: [{ id: 'map', kind: 'script', source: SCRIPT }] },
    unit: 'map',
    scope: {
      input,
      steps: {},
      trigger: null,
      run: { id: 'run', flowId: 'flow', startedAt: '2026-03-01T09:30:00.000Z' },
    },
    seed: 'bench',
    nowMs: 0,
    timeoutMs: 5000,
  });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function expectEqual(sandbox: Sandbox, expression: jsonata.Expression): Promise<void> {
  const answers = [await run(sandbox, ORDER), await expression.evaluate(ORDER), mapPlainly(structuredClone(ORDER))];
  const [first, ...others] = answers.map((answer) => JSON.stringify(answer));
  if (others.some((other) => other !== first))
    throw new Error(`The mappings disagree:\n${[first, ...others].join('\n')}`);
}
