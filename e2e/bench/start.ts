import { type RuntimeProcess, scratchFolder, sleep, startProcess } from '../world.ts';
import { answerFlow, publishHookFlows } from './hook-flows.ts';
import { median } from './kit/figures.ts';
import { below, type Finding } from './kit/finding.ts';
import { memoryOf } from './kit/memory.ts';
import { MESSAGE } from './kit/work.ts';

const STARTS = 3;
/** After a start, until what was needed for it is given back. */
const REST_MS = 5000;

/** How soon a runtime whose data folder is there has run its first flow, and what it weighs when nothing happens. */
export async function benchStart(): Promise<Finding[]> {
  const folder = scratchFolder('bench-start');
  const env = { LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '0' };
  try {
    await within(await startProcess(env), ({ url }) => publishHookFlows(url));
    const times: number[] = [];
    for (let round = 0; round < STARTS; round += 1) {
      const from = performance.now();
      await within(await startProcess(env), async ({ url }) => {
        await firstRun(url);
        times.push(performance.now() - from);
      });
    }
    const memory = process.platform === 'linux' ? [await idleMemory(env)] : [];
    return [
      below(3, {
        name: 'cold start to first answer, data folder present',
        unit: 's',
        ours: median(times) / 1000,
        meaning: `From starting the process, embedded PostgreSQL included, to the answer of a flow with a mapping script; median of ${STARTS}.`,
      }),
      ...memory,
    ];
  } finally {
    folder.remove();
  }
}

async function within(runtime: RuntimeProcess, task: (runtime: RuntimeProcess) => Promise<void>): Promise<void> {
  try {
    await task(runtime);
  } finally {
    await runtime.stop();
  }
}

async function firstRun(url: string): Promise<void> {
  const path = String(answerFlow.nodes[0]?.params.path);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/hooks/${path}`, { method: 'POST', headers, body: JSON.stringify(MESSAGE) });
  if (response.status !== 200) throw new Error(`The first run answered ${response.status}: ${await response.text()}`);
}

async function idleMemory(env: Readonly<Record<string, string>>): Promise<Finding> {
  let bytes = 0;
  let processes = 0;
  await within(await startProcess(env), async ({ pid, url }) => {
    await firstRun(url);
    await sleep(REST_MS);
    ({ processes, bytes } = memoryOf(pid));
  });
  return below(250, {
    name: 'memory when idle, without PostgreSQL',
    unit: 'MB',
    ours: bytes / 1_000_000,
    meaning: `Runtime and sandbox children (${processes} processes), ${REST_MS / 1000} s after the first run; pages they share are counted once (PSS).`,
  });
}
