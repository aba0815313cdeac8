import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** A process that passes the fail point `effect.before` three times, then ends with 0. */
async function passThreeTimes(armed: string): Promise<{ code: number | null; signal: string | null }> {
  const url = new URL('./fail-point.ts', import.meta.url).href;
  const program = `import { failPoint } from '${url}'; for (const n of [1, 2, 3]) { failPoint('effect.before'); console.log(n); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, LOCKSTEP_FAIL_POINT: armed },
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
});
