import { expect, it } from 'vitest';
import type { View } from './exchange.ts';
import { createParking } from './parking.ts';
import { connectionWith } from './testing.ts';

const limits = { rate: { perSecond: 50, burst: 100, adaptive: true }, drainPerSecond: 20 };
const closed: View = {
  revision: 0,
  state: 'closed',
  isProber: false,
  probeMs: 0,
  isDraining: false,
  silentMs: 0,
  members: 2,
};
const parkingWith = (view: View) =>
  createParking({ clock: () => 0, view: () => view, left: (ms = 0) => ms, connection: () => connectionWith(limits) });
const turns = (view: View, steps: number) => {
  const parking = parkingWith(view);
  return Array.from({ length: steps }, () => parking.park());
};

it('after a storm of 429 turns reckon with the rate coming back: the last of many does not wait for minutes', () => {
  const last = turns({ ...closed, bucket: { perSecond: 2.5, burst: 100 } }, 200).at(-1);
  expect(last).toBeGreaterThan(8_000);
  expect(last).toBeLessThan(20_000);
});

it('at a rate that stays as it is turns are evenly apart', () => {
  expect(turns({ ...closed, bucket: { perSecond: 50, burst: 100 } }, 3)).toEqual([250, 290, 330]);
});

it('however many wait, each looks again within a minute', () => {
  expect(Math.max(...turns({ ...closed, isDraining: true }, 2_000))).toBeLessThanOrEqual(60_250);
});
