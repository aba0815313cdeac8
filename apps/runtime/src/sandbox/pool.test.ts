import { expect, it, vi } from 'vitest';
import { type ChildLink, openChild } from './child-link.ts';
import { compileProgram } from './compile.ts';
import type { SandboxResult } from './index.ts';
import { readLaunchKit } from './launch.ts';
import { openPool, type Pool } from './pool.ts';
import { scriptCall } from './testing.ts';

const kit = readLaunchKit({ jit: false });

function submit(pool: Pool, source: string, id: number): Promise<SandboxResult> {
  const program = compileProgram(scriptCall(source).program);
  const [unit] = program.units.values();
  if (!unit) throw new Error('no unit');
  return new Promise((resolve) => {
    const limits = {
      memoryMb: 64,
      timeoutMs: 1000,
      nowMs: 0,
      seed: '',
      tables: undefined,
      scope: '{"input":1}',
      askedAt: performance.now(),
    };
    pool.submit({ id, program, unit, ...limits, deaths: 0, isDone: false, resolve });
  });
}

it('answers every call although children are killed from outside, again and again', async () => {
  const children: ChildLink[] = [];
  const lines: string[] = [];
  const start = (events: Parameters<typeof openChild>[1]) => {
    const child = openChild(kit, events);
    children.push(child);
    return child;
  };
  const pool = await openPool({ start, size: 2, log: (line) => lines.push(line) });
  const source = 'function map() { let n = 0; for (let i = 0; i < 60_000; i++) n += i % 3; return n }';
  let answered = 0;
  const calls = Array.from({ length: 400 }, async (_, i) => {
    const result = await submit(pool, source, i + 1);
    answered += 1;
    return result;
  });
  for (let kills = 1; kills <= 3; kills++) {
    const victim = children.find(({ isReady, given }) => isReady && given.length > 0);
    if (victim?.pid === undefined) throw new Error('nobody is busy');
    process.kill(victim.pid, 'SIGKILL');
    const before = answered;
    await vi.waitUntil(() => lines.length === kills && answered > before + 20, { interval: 1 });
  }
  expect(await Promise.all(calls)).toEqual(Array(400).fill({ ok: true, value: 60_000 }));
  expect(lines).toHaveLength(3);
  expect(children).toHaveLength(6);
  await pool.close();
  expect(children.every(({ isReady }) => !isReady)).toBe(true);
});

it('says why when its children cannot start', async () => {
  const broken = { ...kit, args: ['--eval', 'console.error("no such binary"); process.exit(3)'] };
  let starts = 0;
  const start = (events: Parameters<typeof openChild>[1]) => {
    starts += 1;
    return openChild(broken, events);
  };
  await expect(openPool({ start, size: 1, log: () => {} })).rejects.toThrow(/does not start: no such binary/);
  expect(starts).toBeLessThan(8);
});

it.each([
  ['answers out of order', '8,0,0,0, 9,9,9,9, 110,117,108,108'],
  ['answers what is not JSON', '8,0,0,0, 1,0,0,0, 36,36,36,36'],
  ['announces a frame of 4 GB', '255,255,255,255'],
])('gives up on a child that %s, and stands', async (_, bytes) => {
  const program = `const fs = require('node:fs'); const b = Buffer.alloc(1 << 16); fs.readSync(3, b);
fs.writeSync(3, Buffer.from([4,0,0,0, 0,0,0,0])); fs.readSync(3, b); fs.writeSync(3, Buffer.from([${bytes}])); fs.readSync(3, b);`;
  const lying = { ...kit, args: ['--eval', program] };
  const pool = await openPool({ start: (events) => openChild(lying, events), size: 1, log: () => {} });
  const result = await submit(pool, 'function map() {}', 1);
  await pool.close();
  expect(result).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE' } });
});
