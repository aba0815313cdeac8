import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gather } from './gather.ts';

const event = (nr: number, bucket = '', bytes = 10) => ({ nr, bucket, bytes });
const limits = { maxEvents: 3, maxBytes: 100, maxClosed: 100 };
const none = new Set<string>();
const shape = ({ closed, open }: ReturnType<typeof gather<ReturnType<typeof event>>>) => ({
  closed: closed.map(({ events }) => events.map(({ nr }) => nr)),
  open: open.map(({ nr }) => nr),
});

it('closes at the number, before the size is exceeded, and when the time is over', () => {
  const events = [1, 2, 3, 4].map((nr) => event(nr));
  expect(shape(gather(events, limits, none))).toEqual({ closed: [[1, 2, 3]], open: [4] });
  const large = [event(1, '', 60), event(2, '', 40), event(3, '', 1), event(4, '', 500)];
  expect(shape(gather(large, limits, none))).toEqual({ closed: [[1, 2], [3]], open: [4] });
  expect(shape(gather(events, limits, new Set([''])))).toEqual({ closed: [[1, 2, 3], [4]], open: [] });
});

it('takes no more than may begin', () => {
  const events = [1, 2, 3, 4, 5, 6, 7].map((nr) => event(nr));
  const { closed, open, taken } = gather(events, { ...limits, maxClosed: 2 }, new Set(['']));
  expect([closed.length, open.length, taken]).toEqual([2, 0, 6]);
});

it('gathers each bucket on its own', () => {
  const events = [event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'a'), event(5, 'b')];
  expect(shape(gather(events, limits, none))).toEqual({ closed: [[1, 3, 4]], open: [2, 5] });
  expect(shape(gather(events, limits, new Set(['b'])))).toEqual({
    closed: [
      [1, 3, 4],
      [2, 5],
    ],
    open: [],
  });
});

it('takes every event once, in order, within the limits, however it is cut into looks', () => {
  const anEvent = fc.record({ bucket: fc.constantFrom('a', 'b', 'c'), bytes: fc.integer({ min: 0, max: 60 }) });
  fc.assert(
    fc.property(fc.array(fc.array(anEvent)), fc.integer({ min: 1, max: 5 }), (looks, maxEvents) => {
      const within = { maxEvents, maxBytes: 100, maxClosed: 1000 };
      let nr = 0;
      let waiting: ReturnType<typeof event>[] = [];
      const runs: ReturnType<typeof event>[][] = [];
      for (const [at, look] of looks.entries()) {
        const arrived = look.map(({ bucket, bytes }) => event(++nr, bucket, bytes));
        const due = at === looks.length - 1 ? new Set(['a', 'b', 'c']) : none;
        const { closed, open } = gather([...waiting, ...arrived], within, due);
        runs.push(...closed.map(({ events }) => [...events]));
        waiting = [...open];
      }
      expect(waiting).toEqual([]);
      for (const bucket of ['a', 'b', 'c']) {
        const all = looks.flat().map((one, i) => event(i + 1, one.bucket, one.bytes));
        const ofBucket = runs.filter(([first]) => first?.bucket === bucket).flat();
        expect(ofBucket).toEqual(all.filter((one) => one.bucket === bucket));
      }
      for (const events of runs) {
        expect(events.length).toBeLessThanOrEqual(maxEvents);
        const bytes = events.reduce((sum, one) => sum + one.bytes, 0);
        if (events.length > 1) expect(bytes).toBeLessThanOrEqual(100);
      }
    }),
  );
});
