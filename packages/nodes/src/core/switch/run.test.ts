import { portsOf } from '@lockstep/schema/node';
import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { switchCases } from './definition.ts';
import { runSwitch } from './run.ts';

const route = (...holds: readonly boolean[]) =>
  runSwitch({ params: { cases: holds.map((when, at) => ({ name: `case ${at + 1}`, when })) }, input: 7 }, contextFor());

it('takes the first case that holds, and otherwise "otherwise"', async () => {
  expect(await route(false, true, true)).toEqual({ port: 'case 2', value: 7 });
  expect(await route(false, false)).toEqual({ port: 'otherwise', value: 7 });
});

it('has a port for each named case, from parameters as raw as they come', () => {
  const cases = [{ name: 'eu', when: '=true' }, { when: '=true' }, 'odd', { name: '' }, { name: 'world' }];
  expect(portsOf(switchCases, { cases })).toEqual(['otherwise', 'eu', 'world', 'error']);
  expect(portsOf(switchCases, { cases: '=input' })).toEqual(['otherwise', 'error']);
});

it.each(['otherwise', 'error', '', ' a', 'a/b'])('refuses the case name %j', (name) => {
  expect(switchCases.params.safeParse({ cases: [{ name, when: true }] }).success).toBe(false);
});

it('takes a condition that is neither true nor false for a fault of the message, never for a no', () => {
  expect(switchCases.params.safeParse({ cases: [{ name: 'a', when: null }] }).success).toBe(false);
});
