import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EstateEntry, type EstateTargets, putSwitch, tellTargets } from './estate.ts';
import { ALIVE_FILE, type EstateFile, readEstateFile } from './estate-process.ts';

/** The estate in its own process, as the runtime holds it. */
export interface EstateService {
  readonly entries: readonly EstateEntry[];
  /** True when a runtime before this one left it running: its systems have kept their state. */
  readonly adopted: boolean;
  setTarget(targets: EstateTargets): Promise<void>;
  setOrdersPerMinute(ordersPerMinute: number): Promise<void>;
  /** Ends the estate with all its state. */
  close(): Promise<void>;
}

const READY_MS = 15_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * Finds the estate that is running below `folder`, or starts one.
 *
 * @throws Error when the process does not come up within 15 seconds
 */
export async function openEstate(folder: string, seed = 'lockstep'): Promise<EstateService> {
  mkdirSync(folder, { recursive: true });
  const alive = join(folder, ALIVE_FILE);
  const touch = () => writeFileSync(alive, '');
  touch();
  const running = await findRunning(folder);
  const { pid, entries } = running ?? (await launch(folder, seed));
  const timer = setInterval(touch, KEEP_ALIVE_MS);
  timer.unref();
  const shop = entries.find(({ system }) => system === 'shopify')?.baseUrl;
  const marketplace = entries.find(({ system }) => system === 'sp-api')?.baseUrl;
  return {
    entries,
    adopted: running !== undefined,
    setTarget: (targets) => tellTargets(entries, targets),
    async setOrdersPerMinute(ordersPerMinute) {
      await putSwitch(`${shop}/_sim/generator`, { ordersPerMinute });
      // Who buys on the marketplace is one in four.
      await putSwitch(`${marketplace}/_sim/generator`, { ordersPerMinute: ordersPerMinute / 4 });
    },
    async close() {
      clearInterval(timer);
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        return; // gone already
      }
      for (let waited = 0; waited < 3000 && isRunning(pid); waited += 50) await sleep(50);
    },
  };
}

async function findRunning(folder: string): Promise<EstateFile | undefined> {
  const file = readEstateFile(folder);
  if (!file) return undefined;
  // The number of a dead process may belong to a stranger now: only an estate that answers is one.
  const answers = await Promise.all(file.entries.map(({ faultsUrl }) => isAnswering(faultsUrl)));
  if (isRunning(file.pid) && answers.every(Boolean)) return file;
  rmSync(join(folder, 'estate.json'), { force: true });
  return undefined;
}

async function launch(folder: string, seed: string): Promise<EstateFile> {
  const entry = fileURLToPath(new URL('./estate-process.ts', import.meta.url));
  // Detached: a signal to the runtime's group must not end the systems of the retailer.
  const child = spawn(process.execPath, [entry, folder, seed], { stdio: 'ignore', detached: true });
  let failure: string | undefined;
  child.once('error', ({ message }) => (failure = message));
  child.once('exit', (code) => (failure ??= `it ended with ${code}`));
  child.unref();
  for (let waited = 0; waited < READY_MS && failure === undefined; waited += 30) {
    const file = readEstateFile(folder);
    if (file && file.pid === child.pid) return file;
    await sleep(30);
  }
  throw new Error(`The virtual estate did not start: ${failure ?? 'it took too long'}.`);
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
