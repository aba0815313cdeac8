import type { JsonObject } from '@lockstep/schema/run';
import { drawOrder } from '../connectors/shopify/simulator/order/order.ts';
import { createRandom } from '../simulators/kit/random.ts';

/** Orders as the simulated shop places them, half of them messy, some not shippable; the same every time. */
export function drawOrders(count: number): readonly JsonObject[] {
  const [goods, tokens] = [createRandom('drawn', 'goods'), createRandom('drawn', 'tokens')];
  let id = 5_000_000_000_000;
  const identity = { now: Date.UTC(2026, 10, 23, 8), nextId: () => ++id, tokens };
  const traits = { messiness: 0.5, brokenShare: 0.2 };
  return Array.from({ length: count }, (_, at): JsonObject => {
    return { ...drawOrder(goods, traits, { ...identity, orderNumber: 1001 + at }).order };
  });
}
