import { watch } from 'node:fs';
import { importFolders } from './folder-commands.ts';
import type { CommandIo } from './io.ts';
import { type StartOptions, start } from './start.ts';

/** An editor that saves several files does it within this time. */
const SETTLE_MS = 200;

export interface DevOptions extends StartOptions {
  /** With the virtual estate. */
  readonly demo?: boolean;
}

/**
 * `lockstep dev [folder]`: a runtime whose drafts follow the flows of a folder, at every change of a file. What cannot be read is told and
 * changes nothing; drafts that somebody has open in the designer are left alone.
 */
export function dev(
  folder: string | undefined,
  { demo = false, ...options }: DevOptions,
  io: CommandIo,
): Promise<void> {
  const env = { ...io.env, LOCKSTEP_DEMO: demo ? '1' : (io.env.LOCKSTEP_DEMO ?? '0') };
  return start(options, { ...io, env }, folder === undefined ? undefined : (url) => follow(folder, url, io));
}

/** `lockstep demo`: a runtime with the virtual estate and the sample flows. */
export function demo(options: StartOptions, io: CommandIo): Promise<void> {
  return start(options, { ...io, env: { ...io.env, LOCKSTEP_DEMO: '1' } });
}

/** Brings the folder once, then after each change; answers how to stop. */
async function follow(folder: string, url: string, io: CommandIo): Promise<() => void> {
  let settling: NodeJS.Timeout | undefined;
  let bringing: Promise<void> = Promise.resolve();
  const bring = () => {
    bringing = bringing.then(() =>
      importFolders(folder, { url, by: 'files' }, io).catch((error: Error) => io.err(error.message)),
    );
    return bringing;
  };
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => void bring(), SETTLE_MS);
  });
  await bring();
  io.err(`Following ${folder}.`);
  return () => {
    clearTimeout(settling);
    watcher.close();
  };
}
