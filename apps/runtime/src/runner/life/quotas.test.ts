import { afterEach, expect, it, vi } from 'vitest';
import { fullnessOf, type QuotaState, type Quotas, startQuotas } from './quotas.ts';

let quotas: Quotas | undefined;
afterEach(() => quotas?.close());

it('a flow is near its limit from 80 % on, and full at 100 %', () => {
  const at = (bytes: number, quotaBytes = 1000) => fullnessOf({ bytes, quotaBytes });
  expect([at(0), at(799), at(800), at(999), at(1000), at(5000)]).toEqual(['ok', 'ok', 'near', 'near', 'full', 'full']);
  expect(at(5000, 0)).toBe('none');
});

it('tells each change once, and refuses while a flow is full', async () => {
  let bytes = 0;
  let isAway = false;
  const told: string[] = [];
  const failed = vi.fn();
  quotas = startQuotas({
    read: async (): Promise<readonly QuotaState[]> => {
      if (isAway) throw new Error('away');
      return [{ flowId: 'orders', bytes, quotaBytes: 100 }];
    },
    onChange: ({ flowId }, fullness) => told.push(`${flowId} ${fullness}`),
    onError: failed,
  });
  const look = async (now: number) => {
    bytes = now;
    quotas?.nudge();
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await look(10);
  quotas.admit('orders');
  for (const now of [85, 90, 120, 130]) await look(now);
  expect(() => quotas?.admit('orders')).toThrow('The flow "orders" stores as much as it may.');
  quotas.admit('returns');
  isAway = true;
  await look(10);
  expect(failed).toHaveBeenCalledOnce();
  expect(() => quotas?.admit('orders')).toThrow();
  isAway = false;
  await look(10);
  quotas.admit('orders');
  expect(told).toEqual(['orders near', 'orders full', 'orders ok']);
});
