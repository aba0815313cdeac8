import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FAIL_POINTS } from './points.ts';

/** A process that passes the fail point `effect.before` three times, then ends with 0. */
async function passThreeTimes(armed: string, env = 'test'): Promise<{ code: number | null; signal: string | null }> {
  const url = new URL('./fail-point.ts', import.meta.url).href;
  const program = `import { failPoint } from '${url}'; for (const n of [1, 2, 3]) { failPoint('effect.before'); console.log(n); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, NODE_ENV: env, LOCKSTEP_FAIL_POINT: armed },
    stdio: 'ignore',
  });
  const [code, signal] = await once(child, 'exit');
  return { code, signal };
}

it('kills the process at the passage that is armed, and at no other', async () => {
  expect(await passThreeTimes('effect.before:2')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await passThreeTimes('effect.before:4')).toEqual({ code: 0, signal: null });
  expect(await passThreeTimes('effect.after')).toEqual({ code: 0, signal: null });
  expect(await passThreeTimes('')).toEqual({ code: 0, signal: null });
  expect(await passThreeTimes('effect.before', 'production')).toEqual({ code: 0, signal: null });
});

it('is passed somewhere, under each name there is', () => {
  const root = new URL('../', import.meta.url);
  const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('fail-points') && !/\.test\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .filter((text) => text.includes('failPoint('))
    .join('\n');
  const isPassed = (name: string) => {
    const [boundary, moment] = name.split('.');
    return code.includes(`'${name}'`) || (code.includes(`'${boundary}'`) && code.includes(`\${boundary}.${moment}`));
  };
  expect(Object.keys(FAIL_POINTS).filter((name) => !isPassed(name))).toEqual([]);
});
