import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

/** A runtime in miniature: a sandbox whose only child hangs in a built-in that nothing can interrupt. */
const PARENT = `
  const { createSandbox } = await import(process.argv[1]);
  const sandbox = await createSandbox({ size: 1 });
  const source = 'function map() { return Array.prototype.lastIndexOf.call({ length: 2 ** 52 }, 1); }';
  const scope = { input: {}, steps: {}, trigger: { kind: 'webhook' }, run: { id: 'r', flowId: 'f', startedAt: '' } };
  const program = { key: 'k', units: [{ id: 'map', kind: 'script', source }] };
  void sandbox.call({ program, unit: 'map', scope, seed: 's', nowMs: 0, timeoutMs: 60000 });
  setTimeout(() => process.stdout.write('busy'), 500);
`;

async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

it('leaves no busy child behind when the runtime is killed', async ({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux ends a process with its parent');
  const sandbox = new URL('index.ts', import.meta.url).href;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT, sandbox], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  const children = await readFile(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8');
  const pids = children.trim().split(' ').map(Number);
  expect(pids.length).toBeGreaterThan(0);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await sleep(500);
  const left: number[] = [];
  for (const pid of pids) if (await isRunning(pid)) left.push(pid);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  expect(left).toEqual([]);
});
