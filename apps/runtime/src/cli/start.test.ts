import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createTestStore } from '../store/testing.ts';

const CLI = fileURLToPath(new URL('lockstep.ts', import.meta.url));

it('stops cleanly at one Ctrl-C of a terminal, which npm repeats', async () => {
  const store = await createTestStore();
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-start-'));
  const settings = { DATABASE_URL: store.databaseUrl, LOCKSTEP_DATA_DIR: folder, LOCKSTEP_PORT: '0' };
  const child = spawn(process.execPath, [CLI, 'start', '--json'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  try {
    await once(child.stdout, 'data');
    process.kill(-(child.pid ?? 0), 'SIGINT'); // the terminal tells the whole group
    await once(child.stderr, 'data');
    child.kill('SIGINT'); // npm tells its child
    const [code] = await once(child, 'exit');
    expect([code, log]).toEqual([0, 'Stopping: runs under way end or are handed over. Once more to stop at once.\n']);
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
    await store.drop();
  }
});
