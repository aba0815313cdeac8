import type { LaneSettings } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { testFlow } from '../host/testing.ts';
import { OverloadedError } from '../host/types.ts';
import { createPlaceOf } from './place-of.ts';

const sandbox = await createSandbox({ size: 1, log: () => undefined });
afterAll(() => sandbox.close());

const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;

function placeOf(lane: Partial<LaneSettings>, message: Json, by: Sandbox = sandbox) {
  const flow = testFlow(['hook > post:effect'], {}, { lane: { key: '=input.order', ...lane } });
  // One program for each text, as the content hash of a flow gives it.
  const loaded = { ...flow, program: { key: JSON.stringify(lane), units: [] } };
  return createPlaceOf(by)(loaded, { message, trigger, at: 1 });
}

describe('the place of a message', () => {
  it('is its key, computed by the flow; a message without one runs on its own', async () => {
    expect(await placeOf({}, { order: 1001 })).toEqual({ key: '1001' });
    expect(await placeOf({ key: '=input.order?.trim().toUpperCase()' }, { order: ' a-1 ' })).toEqual({ key: 'A-1' });
    for (const order of [null, '', ' ', {}, []]) expect(await placeOf({}, { order })).toBeUndefined();
    expect(await placeOf({}, {})).toBeUndefined();
  });

  it('keeps long keys and those PostgreSQL cannot hold apart by their hash', async () => {
    const keys = await Promise.all(
      ['k'.repeat(300), `${'k'.repeat(300)}x`, 'a\0', 'a\ud800', 'sha256:x'].map((order) => placeOf({}, { order })),
    );
    expect(new Set(keys.map((place) => (place && 'key' in place ? place.key : ''))).size).toBe(5);
    for (const place of keys) expect(place).toEqual({ key: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
  });

  it('has a rank: a version of any size, or a moment to the nanosecond', async () => {
    const version = { order: { by: 'version', value: '=input.v' } } as const;
    const time = { order: { by: 'time', value: '=input.v' } } as const;
    const rank = async (lane: Partial<LaneSettings>, v: Json) => {
      const place = await placeOf(lane, { order: 'a', v });
      return place && 'rank' in place ? place.rank : place;
    };
    expect(await rank(version, 7)).toBe(7n);
    expect(await rank(version, '12345678901234567890123')).toBe(12345678901234567890123n);
    expect(await rank(time, '1970-01-01T01:00:01.000000002+01:00')).toBe(1_000_000_002n);
    expect(await rank(time, 1000)).toBe(1_000_000_000n);
    for (const v of ['7.5', 'seven', null, {}]) {
      expect(await rank(version, v)).toEqual({ unplaced: expect.stringContaining('and not a whole number') });
    }
    expect(await rank(time, 'yesterday')).toEqual({
      unplaced: expect.stringContaining('"yesterday", and not a moment'),
    });
  });

  it('has a digest where repetitions are left out: of the message, whatever the order of its members, or of a value', async () => {
    const dedupe = { windowMs: 1000 };
    const digest = async (lane: Partial<LaneSettings>, message: Json) => {
      const place = await placeOf(lane, message);
      return place && 'digest' in place ? place.digest : undefined;
    };
    const one = await digest({ dedupe }, { order: 'a', n: 1 });
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest({ dedupe }, { n: 1, order: 'a' })).toBe(one);
    expect(await digest({ dedupe }, { order: 'a', n: 2 })).not.toBe(one);
    const byId = { dedupe: { ...dedupe, value: '=input.id' } };
    expect(await digest(byId, { order: 'a', n: 1, id: 7 })).toBe(await digest(byId, { order: 'a', n: 2, id: 7 }));
    expect(await digest({}, { order: 'a' })).toBeUndefined();
  });

  it('L2: is told to be unknown when an expression fails, and asked for again when we failed', async () => {
    expect(await placeOf({ key: '=JSON.parse(input.order).id' }, { order: '{' })).toEqual({
      unplaced: expect.stringMatching(/^The key failed: .*JSON/),
    });
    const away: Sandbox = {
      call: async () => ({ ok: false, error: { code: 'UNAVAILABLE', message: 'No child.' } }),
      close: async () => undefined,
    };
    await expect(placeOf({ key: '=input.a + 1' }, {}, away)).rejects.toThrow(OverloadedError);
  });
});
