import { samples } from '@lockstep/nodes/samples';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadWholeCatalogue } from '../../steps/catalogue.ts';
import { chain } from '../canvas/model/testing.ts';
import { contractOf, samplesFor, triggersOf, withSample } from './triggers.ts';

beforeAll(loadWholeCatalogue);

describe('samples', () => {
  it('of one name replace each other, others get an id of their own', () => {
    const flow = { ...chain('a b'), tests: [{ id: 'two-lines', name: 'Two lines', message: 1 }] };
    expect(withSample(flow, 'Two lines', 'a', 2)).toEqual([{ id: 'two-lines', name: 'Two lines', message: 2 }]);
    expect(withSample(flow, 'Two-Lines', 'a', 3).at(-1)).toEqual({
      id: 'two-lines-2',
      name: 'Two-Lines',
      node: 'a',
      message: 3,
    });
  });

  it('are offered for their own start, and those of no start for all', () => {
    const tests = [
      { id: 'x', name: 'X', node: 'a', message: 1 },
      { id: 'y', name: 'Y', node: 'b', message: 2 },
      { id: 'z', name: 'Z', message: 3 },
    ];
    expect(samplesFor({ ...chain('a'), tests }, 'a').map(({ id }) => id)).toEqual(['x', 'z']);
  });

  it('can come from the contract that is checked right behind the start', () => {
    const flow = samples.find(({ id }) => id === 'order-to-erp');
    if (flow === undefined) throw new Error('the sample flow is gone');
    expect(contractOf(flow, triggersOf(flow)[0])).toMatch(/^shopify-order/);
  });
});
