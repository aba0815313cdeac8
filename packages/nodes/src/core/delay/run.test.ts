import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { delay } from './definition.ts';
import { runDelay } from './run.ts';

const now = Date.UTC(2026, 10, 23, 8);
const delayed = (params: object) =>
  runDelay({ params: delay.params.parse(params), input: { a: 1 } }, contextFor({ now }));

it('waits for a time and lets the message pass', async () => {
  const deadline = { at: now + 1500, port: 'out', value: { a: 1 } };
  expect(await delayed({ durationMs: 1500 })).toEqual({ park: { deadline } });
});

it('waits until a moment in any zone', async () => {
  const until = (text: string) => delayed({ mode: 'until', until: text });
  const deadline = { at: Date.UTC(2026, 10, 27, 6), port: 'out', value: { a: 1 } };
  expect(await until('2026-11-27T06:00:00Z')).toEqual({ park: { deadline } });
  expect(await until('2026-11-27T07:00+01:00')).toEqual({ park: { deadline } });
});

it('waits no time for what has passed', async () => {
  const passed = { port: 'out', value: { a: 1 } };
  expect(await delayed({ durationMs: 0 })).toEqual(passed);
  expect(await delayed({ mode: 'until', until: '2026-11-23T08:00:00Z' })).toEqual(passed);
});

it.each([
  ['tomorrow', 'moment-invalid'],
  ['2026-11-27T06:00:00', 'moment-invalid'],
  ['2026-13-27T06:00:00Z', 'moment-invalid'],
  ['2028-01-01T00:00:00Z', 'moment-too-far'],
])('refuses %s as a fault of the message', async (until, code) => {
  expect(await failureOf(delayed({ mode: 'until', until }))).toMatchObject({ kind: 'item', code });
});
