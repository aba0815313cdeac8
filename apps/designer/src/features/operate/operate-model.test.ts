import type { StepStats } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { chain } from '../canvas/model/testing.ts';
import { failedShare, rowsOf, volumesOf } from './operate-model.ts';

const step = (node: string, more: Partial<StepStats> = {}): StepStats => ({
  node,
  done: 0,
  failed: 0,
  retries: 0,
  ports: {},
  open: 0,
  waiting: 0,
  ...more,
});

const flow = {
  ...chain('start send mend'),
  edges: [
    { from: 'start', port: 'out', to: 'send' },
    { from: 'send', port: 'error', to: 'mend' },
    { from: 'send', port: 'undo', to: 'mend' },
  ],
};

it('knows what went over each edge: from a start, by a port, as failures, and what an undo step was asked', () => {
  const volumes = volumesOf(flow, [
    step('start', { done: 100 }),
    step('send', { done: 90, failed: 10, ports: { out: 90 } }),
    step('mend', { done: 4 }),
  ]);
  const count = (id: string) => volumes[id]?.count;
  expect([count('start-out-send'), count('send-error-mend'), count('send-undo-mend')]).toEqual([100, 10, 4]);
  const width = (id: string) => volumes[id]?.width ?? 0;
  expect(width('start-out-send')).toBe(11);
  expect(width('send-error-mend')).toBeGreaterThan(width('send-undo-mend'));
});

it('draws an edge nobody took as thin as it can be', () => {
  expect(volumesOf(flow, [])['start-out-send']).toEqual({ count: 0, width: 1.5 });
});

it('has a row for every step, in the order of the drawing, and no share where nothing came by', () => {
  const rows = rowsOf(flow, { steps: [step('send', { done: 3, failed: 1 })] });
  expect(rows.map(({ node, done }) => `${node} ${done}`)).toEqual(['start 0', 'send 3', 'mend 0']);
  expect(rows.map((row) => failedShare(row))).toEqual([undefined, 0.25, undefined]);
});

it('keeps what did not change, so that a refresh draws only edges with other numbers', () => {
  const at = (sent: number) => [
    step('start', { done: 100 }),
    step('send', { done: 90, failed: sent, ports: { out: 90 } }),
  ];
  const before = volumesOf(flow, at(10));
  const after = volumesOf(flow, at(11), before);
  expect(after['start-out-send']).toBe(before['start-out-send']);
  expect(after['send-error-mend']?.count).toBe(11);
});
