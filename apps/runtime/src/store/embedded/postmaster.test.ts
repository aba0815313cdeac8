import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { askToStop, isAlive } from './postmaster.ts';

it('asks a server to stop, and is content when another process has asked it before', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  askToStop(pid);
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGINT');
  expect(isAlive(pid)).toBe(false);
  expect(() => askToStop(pid)).not.toThrow();
});
