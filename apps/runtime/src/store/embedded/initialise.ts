import { spawn } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Binaries, EmbeddedPostgresError, folderOf } from './binaries.ts';
import { commandAs, type Identity } from './identity.ts';

/**
 * Makes the data directory `pgData` with one superuser `lockstep`. Made beside and renamed, so a crash half-way leaves
 * nothing that looks finished.
 *
 * @throws EmbeddedPostgresError with what initdb said
 */
export async function initialise(
  binaries: Binaries,
  { pgData, password, identity }: { pgData: string; password: string; identity: Identity | undefined },
): Promise<void> {
  const unfinished = `${pgData}.new`;
  const passwordFile = `${pgData}.pw`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (identity) {
      await chown(unfinished, identity.uid, identity.gid);
      await chown(passwordFile, identity.uid, identity.gid);
    }
    const command = await commandAs(identity, {
      file: binaries.initdb,
      args: [
        `--pgdata=${unfinished}`,
        `--pwfile=${passwordFile}`,
        '--username=lockstep',
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        // Code-point order and Unicode classes, the same on every machine.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      reach: [folderOf(binaries), dirname(unfinished)],
    });
    await finished(command.file, command.args, {
      cwd: unfinished,
      ...(command.uid !== undefined && command.gid !== undefined && { uid: command.uid, gid: command.gid }),
    });
    await rename(unfinished, pgData);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function finished(
  file: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly uid?: number; readonly gid?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
    const child = spawn(file, [...args], { ...options, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new EmbeddedPostgresError(
            `PostgreSQL could not make ${options.cwd}: ${Buffer.concat(said).toString().trim()}`,
          ),
        );
    });
  });
}
