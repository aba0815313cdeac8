import { describe, expect, it } from 'vitest';
import { createSharedCache } from './shared-cache.ts';

function counting() {
  let made = 0;
  return async () => {
    made += 1;
    return `token-${made}`;
  };
}

describe('createSharedCache', () => {
  it('makes once for calls at the same time and until the time is over', async () => {
    let now = 0;
    const cache = createSharedCache({ clock: () => now });
    const make = counting();
    const get = () => cache.cached('k', 100, make);
    expect(await Promise.all([get(), get()])).toEqual(['token-1', 'token-1']);
    now = 99;
    expect(await get()).toBe('token-1');
    now = 100;
    expect(await get()).toBe('token-2');
  });

  it('forgets only what is still stale: two losers of one token fetch one new one', async () => {
    const cache = createSharedCache();
    const make = counting();
    const stale = await cache.cached('k', 1000, make);
    cache.forget('k', stale);
    expect(await cache.cached('k', 1000, make)).toBe('token-2');
    cache.forget('k', stale);
    expect(await cache.cached('k', 1000, make)).toBe('token-2');
  });

  it('keeps no failure', async () => {
    const cache = createSharedCache();
    await expect(cache.cached('k', 1000, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await cache.cached('k', 1000, counting())).toBe('token-1');
  });

  it('lets the oldest go when it is full', async () => {
    const cache = createSharedCache({ maxEntries: 2 });
    const make = counting();
    for (const key of ['a', 'b', 'c']) await cache.cached(key, 1000, make);
    expect([await cache.cached('b', 1000, make), await cache.cached('a', 1000, make)]).toEqual(['token-2', 'token-4']);
  });
});
