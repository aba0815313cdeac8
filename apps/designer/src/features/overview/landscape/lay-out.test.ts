import type { LandscapeFlow } from '@lockstep/schema/api';
import { describe, expect, it } from 'vitest';
import { layOut, ROW, widthOf } from './lay-out.ts';

const runs = (done: number, exception = 0) => ({ queued: 0, running: 0, waiting: 0, done, exception, cancelled: 0 });
const flow = (flowId: string, from: string[], to: string[], counts = runs(1)): LandscapeFlow => {
  return { flowId, name: flowId, from, to, called: false, runs: counts };
};

describe('the picture of systems and flows', () => {
  it('has a box for each end and flow, and a line for each way', () => {
    const { sources, flows, targets, ways, height } = layOut(
      { flows: [flow('a', ['shop'], ['erp', 'wms']), flow('b', ['shop'], ['erp'], runs(4, 2))] },
      false,
    );
    expect([sources.map(({ id }) => id), flows.map(({ id }) => id), targets.map(({ id }) => id)]).toEqual([
      ['shop'],
      ['a', 'b'],
      ['wms', 'erp'],
    ]);
    expect(ways.map(({ id, runs, failed }) => [id, runs, failed])).toEqual([
      ['shop>a', 1, 0],
      ['a>erp', 1, 0],
      ['a>wms', 1, 0],
      ['shop>b', 6, 2],
      ['b>erp', 6, 2],
    ]);
    expect([height, sources[0]?.y]).toEqual([2 * ROW, ROW]);
  });

  it('leaves out flows without messages and those only others begin unless all are wanted, and flows that lead nowhere', () => {
    const called = { ...flow('d', [], ['erp']), called: true };
    const all = { flows: [flow('a', ['shop'], []), flow('b', ['shop'], [], runs(0)), flow('c', [], []), called] };
    expect([layOut(all, false).flows.length, layOut(all, false).others]).toEqual([1, 2]);
    expect([layOut(all, true).flows.length, layOut(all, true).others]).toEqual([3, 0]);
  });
});

it('lines grow with what goes through, and never out of hand', () => {
  expect(widthOf(0)).toBeLessThan(widthOf(1));
  expect(widthOf(1)).toBeLessThan(widthOf(100));
  expect(widthOf(1e9)).toBe(9);
});
