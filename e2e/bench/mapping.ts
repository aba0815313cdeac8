import { createSandbox, type Sandbox, type SandboxCall } from '@lockstep/runtime/sandbox';
import jsonata from 'jsonata';
import { median } from './kit/figures.ts';
import { atLeast, below, type Finding, moreIsBetter } from './kit/finding.ts';
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
    return [...rateRows(text.length, { pool, peer, plain }), await bigRow(sandbox)];
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

async function bigRow(sandbox: Sandbox): Promise<Finding> {
  const big = bigOrder(5_000_000);
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const startedAt = performance.now();
    await run(sandbox, big);
    times.push(performance.now() - startedAt);
  }
  return below(1000, {
    name: 'mapping, 5 MB order, pool, median',
    unit: 'ms',
    ours: median(times),
    meaning: 'The same script over an order with as many lines as make 5 MB, one at a time.',
  });
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
