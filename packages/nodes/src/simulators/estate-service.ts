import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Beginning, EstateEntry, EstateTargets, GeneratorChange } from './estate.ts';
import type { EstateStatus } from './estate-door.ts';
import { ALIVE_FILE, type EstateFile, readEstateFile } from './estate-process.ts';
import type { ClockChange, ClockState } from './kit/estate-clock.ts';

/** The estate in its own process, as the runtime holds it. */
export interface EstateService {
  readonly entries: readonly EstateEntry[];
  /** Door to the estate as a whole, `/_estate` below it: its clock and its seed. */
  readonly url: string;
  /** True when a runtime before this one left it running: its systems have kept their state. */
  readonly adopted: boolean;
  setTarget(targets: EstateTargets): Promise<void>;
  setGenerator(change: GeneratorChange): Promise<Required<GeneratorChange>>;
  status(): Promise<EstateStatus>;
  /** Freezes, sets or advances the time of every system; timers that come due have fired when it settles. */
  setClock(change: ClockChange): Promise<ClockState>;
  /** Every system begins again, as `Estate.reset`. */
  reset(beginning?: Beginning): Promise<EstateStatus>;
  /** Hash of the whole state of every system. */
  fingerprint(): Promise<string>;
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
  const { pid, url, entries } = running ?? (await launch(folder, seed));
  const timer = setInterval(touch, KEEP_ALIVE_MS);
  timer.unref();
  const ask = <T>(method: string, path: string, body?: object): Promise<T> =>
    askEstate(`${url}/_estate${path}`, method, body);
  return {
    entries,
    url,
    adopted: running !== undefined,
    setTarget: (targets) => ask('PUT', '/targets', targets),
    setGenerator: (change) => ask('PUT', '/generator', change),
    status: () => ask('GET', ''),
    setClock: (change) => ask('POST', '/clock', change),
    reset: (beginning = {}) => ask('POST', '/reset', beginning),
    fingerprint: async () => (await ask<{ fingerprint: string }>('GET', '/fingerprint')).fingerprint,
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
  const doors = [`${file.url}/_estate`, ...file.entries.map(({ faultsUrl }) => faultsUrl)];
  const answers = await Promise.all(doors.map(isAnswering));
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

/** @throws Error when the estate refuses, or does not answer within a minute */
async function askEstate<T>(url: string, method: string, body?: object): Promise<T> {
  const sent = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, { method, signal: AbortSignal.timeout(60_000), ...sent });
  if (!response.ok) throw new Error(`The estate refused ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
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
