import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EstateEntry, startEstate } from './estate.ts';
import { openEstateDoor } from './estate-door.ts';

/**
 * The estate as a process of its own, so that a runtime that is killed takes no system of the retailer with it and its
 * successor finds them as they were. Started as `node estate-process.ts <folder> <seed>`.
 *
 * It writes `estate.json` (pid and entries) into the folder once it listens. Whoever uses it keeps the time stamp of
 * `estate.alive` fresh; when nobody did for `LONELY_MS`, or on SIGTERM, it ends and takes its files away.
 */
export const ESTATE_FILE = 'estate.json';
export const ALIVE_FILE = 'estate.alive';

export interface EstateFile {
  readonly pid: number;
  /** Door to the estate as a whole: its clock, its seed. */
  readonly url: string;
  readonly entries: readonly EstateEntry[];
}

const LONELY_MS = 60_000;
const LOOK_MS = 5_000;

async function main([folder, seed]: readonly string[]): Promise<void> {
  if (!folder) throw new Error('Usage: estate-process.ts <folder> [seed]');
  const [file, alive] = [join(folder, ESTATE_FILE), join(folder, ALIVE_FILE)];
  const estate = await startEstate(seed === undefined ? {} : { seed });
  const door = await openEstateDoor(estate);
  writeFileSync(alive, '');
  const content: EstateFile = { pid: process.pid, url: door.url, entries: estate.entries };
  // Renamed into place: a reader sees the whole file or none. Credentials inside: for the owner's eyes.
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    if (readEstateFile(folder)?.pid === process.pid) rmSync(file, { force: true });
    await Promise.all([door.close(), estate.close()]);
    process.exit(0);
  };
  process.on('SIGTERM', end);
  // Ctrl-C reaches the whole process group; the runtime decides when the estate ends.
  process.on('SIGINT', () => undefined);
  setInterval(() => {
    if (isLonely(alive)) void end();
  }, LOOK_MS);
}

/** What a running estate wrote, or `undefined` where there is none that can be read. */
export function readEstateFile(folder: string): EstateFile | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, ESTATE_FILE), 'utf8')) as EstateFile;
  } catch {
    return undefined;
  }
}

function isLonely(alive: string): boolean {
  try {
    return Date.now() - statSync(alive).mtimeMs > LONELY_MS;
  } catch {
    return true;
  }
}

if (import.meta.main) await main(process.argv.slice(2));
