import type { StepView } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { gapBefore, momentsOf, stepsAfter } from './moments.ts';

const T = Date.parse('2026-11-27T08:00:00.000Z');
const iso = (ms: number) => new Date(T + ms).toISOString();
const failure = { kind: 'transient', category: 'system', code: 'http-503', message: 'In maintenance.' } as const;

const steps: readonly StepView[] = [
  {
    node: 'in',
    name: 'Received',
    type: 'webhook',
    status: 'succeeded',
    port: 'out',
    attempts: [],
    startedAt: iso(0),
    endedAt: iso(0),
  },
  {
    node: 'erp',
    name: 'Post to ERP',
    type: 'http-request',
    status: 'succeeded',
    port: 'out',
    attempts: [
      { attempt: 1, status: 'failed', endedAt: iso(50), durationMs: 40, failure },
      { attempt: 2, status: 'succeeded', endedAt: iso(7_200_060), durationMs: 30 },
    ],
    startedAt: iso(10),
    endedAt: iso(7_200_060),
  },
  { node: 'late', name: 'Not taken', type: 'log', status: 'skipped', attempts: [] },
];
const moments = momentsOf(steps);
const statusesAfter = (index: number) => stepsAfter(steps, moments, index).map(({ status }) => status);

it('tells what happened in the order of time, each attempt with its begin and end', () => {
  expect(moments.map(({ at, kind, node }) => `${at - T} ${node} ${kind}`)).toEqual([
    '0 in began',
    '0 in ended',
    '10 erp began',
    '50 erp failed',
    '7200030 erp again',
    '7200060 erp ended',
  ]);
  expect(moments.find(({ kind }) => kind === 'failed')?.reason).toBe('In maintenance.');
});

it('shows the steps as they stood after each moment, and at the end as they are', () => {
  expect(statusesAfter(0)).toEqual(['running', 'pending', 'pending']);
  expect(statusesAfter(2)).toEqual(['succeeded', 'running', 'pending']);
  expect(statusesAfter(3)).toEqual(['succeeded', 'waiting', 'pending']);
  expect(stepsAfter(steps, moments, 4)[1]).toMatchObject({ status: 'running', attempts: [{}, { status: 'running' }] });
  expect(stepsAfter(steps, moments, 5)).toBe(steps);
});

it('tells a gap that is worth telling', () => {
  expect(gapBefore(moments, 3)).toBeUndefined();
  expect(gapBefore(moments, 4)).toBe(7_199_980);
});
