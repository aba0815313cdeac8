import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';
import { StoreUnavailableError } from './errors.ts';

/** A writer whose statements end when the test says so. */
function setUp(options: { readonly lanes?: number; readonly refuse?: string; readonly lose?: string } = {}) {
  const batches: (readonly string[])[] = [];
  const ends: (() => void)[] = [];
  const ask = createBatcher<string, string>({
    async write(items) {
      batches.push(items);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (options.lose && items.includes(options.lose))
        throw Object.assign(new Error('cut'), { code: 'CONNECTION_CLOSED' });
      if (options.refuse && items.includes(options.refuse)) throw Object.assign(new Error('bad'), { code: '22P05' });
      return items.map((item) => item.toUpperCase());
    },
    sizeOf: (item) => item.length,
    maxItems: 4,
    maxBytes: 10,
    lanes: options.lanes ?? 1,
  });
  /** Lets every statement end, as they come. */
  async function run(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ends.length > 0) quiet = 0;
      for (const end of ends.splice(0)) end();
    }
  }
  return { ask, batches, run };
}

describe('natural batching', () => {
  it('sends an item alone at once, and what gathers meanwhile as the next batch', async () => {
    const { ask, batches, run } = setUp();
    const first = ask('a');
    await Promise.resolve();
    expect(batches).toEqual([['a']]);
    const others = Promise.all(['b', 'c', 'd'].map(ask));
    await run();
    expect(await first).toBe('A');
    expect(await others).toEqual(['B', 'C', 'D']);
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('limits a batch by number and by size, but sends a large item alone', async () => {
    const { ask, batches, run } = setUp();
    const all = Promise.all(['1', '2', '3', '4', '5', 'six-six-six', '7'].map(ask));
    await run();
    await all;
    expect(batches).toEqual([['1', '2', '3', '4'], ['5'], ['six-six-six'], ['7']]);
  });

  it('has as many statements in flight as lanes', async () => {
    const { ask, batches, run } = setUp({ lanes: 2 });
    const first = ask('a');
    await Promise.resolve();
    const second = ask('b');
    await Promise.resolve();
    expect(batches).toEqual([['a'], ['b']]);
    await run();
    expect(await Promise.all([first, second])).toEqual(['A', 'B']);
  });

  it('isolates an item that the database refuses', async () => {
    const { ask, run } = setUp({ refuse: 'x' });
    const all = Promise.allSettled(['a', 'x', 'c', 'd'].map(ask));
    await run();
    expect((await all).map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code))).toEqual([
      'A',
      '22P05',
      'C',
      'D',
    ]);
  });

  it('does not try a batch again whose connection was lost: nobody knows whether it was written', async () => {
    const { ask, batches, run } = setUp({ lose: 'b' });
    const all = Promise.allSettled(['a', 'b'].map(ask));
    await run();
    expect((await all).map((result) => result.status === 'rejected' && result.reason)).toEqual([
      expect.any(StoreUnavailableError),
      expect.any(StoreUnavailableError),
    ]);
    expect(batches).toEqual([['a', 'b']]);
  });
});
