import { describe, expect, it } from 'vitest';
import { closed, isFailing, opened, PROBE_LEASE_MS, probed, probing, setByHand, tripped } from './breaker.ts';
import { freshShared, type Member, type Shared } from './shared.ts';
import { testLimits } from './testing.ts';

const { breaker } = testLimits;
const member: Member = {
  places: 0,
  inFlight: 0,
  queued: 0,
  parked: 0,
  ok: 0,
  failed: 0,
  parkedUntil: 0,
  until: 99_000,
};
const fresh: Shared = { ...freshShared(1_000), members: { a: member, b: member } };
const later = (shared: Shared, at: number): Shared => ({ ...shared, at });
const shape = ({ state, since, openUntil, trips, probe }: Shared) => ({ state, since, openUntil, trips, probe });

describe('isFailing', () => {
  it.each([
    [{ ok: 0, failed: 3 }, 3, true],
    [{ ok: 100, failed: 3 }, 3, true],
    [{ ok: 8, failed: 8 }, 1, false],
    [{ ok: 10, failed: 10 }, 1, true],
    [{ ok: 11, failed: 10 }, 2, false],
  ])('%j with %i in a row: %s', (counts, inARow, is) => {
    expect(isFailing(breaker, counts, inARow)).toBe(is);
  });
});

describe('a breaker', () => {
  const open = tripped(fresh, 0, breaker);

  it('opens once, however many processes saw the failures', () => {
    expect(shape(open)).toEqual({ state: 'open', since: 1_000, openUntil: 2_000, trips: 1, probe: undefined });
    expect(tripped(open, 0, breaker)).toBe(open);
    expect(tripped(fresh, 7, breaker)).toBe(fresh);
  });

  it('lets one process try, when it is time, and another when that one is gone or silent', () => {
    expect(probing(later(open, 1_999), 'a')).toMatchObject({ state: 'open' });
    const tried = probing(later(open, 2_000), 'a');
    expect(tried.probe).toEqual({ worker: 'a', until: 2_000 + PROBE_LEASE_MS, passed: 0 });
    expect(probing(later(tried, 2_001), 'b')).toEqual(later(tried, 2_001));
    expect(probing({ ...later(tried, 2_001), members: { b: member } }, 'b').probe?.worker).toBe('b');
    expect(probing(later(tried, 2_000 + PROBE_LEASE_MS), 'b').probe?.worker).toBe('b');
  });

  it('opens for twice as long after each probe in vain, up to the most, and is one outage', () => {
    let shared = open;
    const openFor: number[] = [];
    for (const _ of [1, 2, 3]) {
      shared = probing(later(shared, shared.openUntil ?? 0), 'a');
      shared = probed(shared, shared.revision, false, testLimits);
      openFor.push((shared.openUntil ?? 0) - shared.at);
    }
    expect(openFor).toEqual([2_000, 4_000, 4_000]);
    expect(shared.since).toBe(1_000);
  });

  it('closes after as many good probes as are asked for, and forgets the failures of before', () => {
    const full = { ...open, members: { a: { ...member, failed: 9, parkedUntil: 8_000 }, b: member } };
    const tried = probing(later(full, 2_000), 'a');
    const once = probed(later(tried, 2_100), tried.revision, true, testLimits);
    expect(once.state).toBe('half-open');
    const twice = probed(later(once, 2_200), once.revision, true, testLimits);
    expect(twice).toMatchObject({ state: 'closed', since: 2_200, trips: 0, drainUntil: 8_000, tokens: 0 });
    expect(twice.members.a).toEqual({ ...member, parkedUntil: 8_000 });
  });

  it('takes no word of a probe that is not its own any more', () => {
    const tried = probing(later(open, 2_000), 'a');
    expect(probed(tried, tried.revision - 1, true, testLimits)).toBe(tried);
    expect(probed(closed(tried), tried.revision, false, testLimits)).toMatchObject({ state: 'closed' });
  });

  it('paused by hand stays so until it is resumed by hand', () => {
    const paused = setByHand(fresh, 'open', 'ann');
    expect(shape(paused)).toEqual({ state: 'open', since: 1_000, openUntil: undefined, trips: 1, probe: undefined });
    expect(paused.by).toBe('ann');
    expect(probing(later(paused, 1_000_000), 'a').state).toBe('open');
    const resumed = setByHand(later(paused, 5_000), 'close', 'ann');
    expect(resumed).toMatchObject({ state: 'closed', since: 5_000, trips: 0 });
    expect(resumed.by).toBeUndefined();
    expect(setByHand(resumed, 'close', 'ann')).toBe(resumed);
  });

  it('a failure seen by others while a person paused it changes nothing', () => {
    const paused = setByHand(fresh, 'open', 'ann');
    expect(tripped(paused, 0, breaker)).toBe(paused);
    expect(opened(fresh, breaker).by).toBeUndefined();
  });
});
