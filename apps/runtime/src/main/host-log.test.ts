import { expect, it } from 'vitest';
import { hostLog } from './host-log.ts';

it('writes the same warning once in five seconds, with the number left out', () => {
  const lines: unknown[] = [];
  let now = 0;
  const write = (message: string, fields?: object) => void lines.push([message, fields]);
  const log = { debug: write, info: write, warn: write, error: write, child: () => log };
  const host = hostLog(log, () => now);
  const error = new Error('away');
  for (let i = 0; i < 4; i += 1) host.warn({ err: error }, 'The lease was not renewed.');
  host.warn({ runId: 'r' }, 'Something else.');
  now = 5000;
  host.warn({ err: error }, 'The lease was not renewed.');
  expect(lines).toEqual([
    ['The lease was not renewed.', { error }],
    ['Something else.', { runId: 'r' }],
    ['The lease was not renewed.', { error, leftOut: 3 }],
  ]);
});
