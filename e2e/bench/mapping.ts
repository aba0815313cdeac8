import { createSandbox, type Sandbox, type SandboxCall } from '@lockstep/runtime/sandbox';
import jsonata from 'jsonata';
import { bigOrder, JSONATA_MAPPING, mapPlainly, ORDER, SCRIPT } from './mapping-samples.ts';

export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly baseline: number;
  readonly baselineName: string;
  /** How many times better than the baseline; above 1 is better, also where less is. */
  readonly ratio: number;
}

const CHILDREN = 2;
const IN_FLIGHT = 32;
const ROUNDS = 5;
const MEASURE_MS = 800;
const WARM_UP_MS = 500;

/**
 * Mapping of an order by a script of 20 lines: through the pool, end to end, with calls in flight as a busy runtime
 * has them, against JSONata and against the plain function in this process, which go from text to text as a message
 * does. All of them answer the same value. Rounds alternate, so that a busy machine is busy for all.
 */
export async function benchMapping(): Promise<BenchRow[]> {
  const sandbox = await createSandbox({ size: CHILDREN });
  try {
    const expression = jsonata(JSONATA_MAPPING);
    await expectEqual(sandbox, expression);
    const text = JSON.stringify(ORDER);
    const [pool = 0, jsonataRate = 0, plain = 0] = await medianRates([
      { call: () => run(sandbox, ORDER), inFlight: IN_FLIGHT },
      { call: async () => JSON.stringify(await expression.evaluate(JSON.parse(text))), inFlight: 1 },
      { call: async () => JSON.stringify(mapPlainly(JSON.parse(text))), inFlight: 1 },
    ]);
    const size = `${(text.length / 1000).toFixed(1)} KB order`;
    return [
      row({
        name: `mapping, ${size}, pool of ${CHILDREN}`,
        ours: pool,
        baseline: jsonataRate,
        baselineName: 'JSONata 2.2.2 in process',
      }),
      row({
        name: `mapping, ${size}, pool of ${CHILDREN}`,
        ours: pool,
        baseline: plain,
        baselineName: 'plain function in process',
      }),
      await bigRow(sandbox),
    ];
  } finally {
    await sandbox.close();
  }
}

const LIMIT_MS = 1000;

async function bigRow(sandbox: Sandbox): Promise<BenchRow> {
  const big = bigOrder(5_000_000);
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const startedAt = performance.now();
    await run(sandbox, big);
    times.push(performance.now() - startedAt);
  }
  const ours = median(times);
  const name = 'mapping, 5 MB order, pool, median';
  return {
    name,
    ours: round(ours),
    unit: 'ms',
    baseline: LIMIT_MS,
    baselineName: 'budget',
    ratio: round(LIMIT_MS / ours),
  };
}

function row(fields: Pick<BenchRow, 'name' | 'ours' | 'baseline' | 'baselineName'>): BenchRow {
  const { name, ours, baseline, baselineName } = fields;
  return {
    name,
    ours: Math.round(ours),
    unit: 'calls/s',
    baseline: Math.round(baseline),
    baselineName,
    ratio: round(ours / baseline),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
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

interface Contender {
  readonly call: () => Promise<unknown>;
  readonly inFlight: number;
}

/** Calls a second of each, the median of rounds in which they take turns. */
async function medianRates(contenders: readonly Contender[]): Promise<number[]> {
  const rates: number[][] = contenders.map(() => []);
  for (const { call, inFlight } of contenders) await countFor(call, inFlight, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { call, inFlight }] of contenders.entries()) {
      const { count, ms } = await countFor(call, inFlight, MEASURE_MS);
      rates[index]?.push((count / ms) * 1000);
    }
  }
  return rates.map(median);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function countFor(
  call: () => Promise<unknown>,
  inFlight: number,
  forMs: number,
): Promise<{ count: number; ms: number }> {
  const startedAt = performance.now();
  let count = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - startedAt < forMs) {
      await call();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return { count, ms: performance.now() - startedAt };
}
