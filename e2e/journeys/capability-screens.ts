import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { confirmedOrder } from './confirmed-order.ts';
import type { Screen } from './screens.ts';

const NAME = 'create-sales-order';
const [OLD, NEW] = ['sales-order-s4hana', 'sales-order-business-central'];

const Known = z.object({
  binding: z.object({ version: z.int(), binding: z.looseObject({ shadow: z.unknown().optional() }) }),
});

/** An order of a channel; the same number again is the same order. */
export async function sendOrder(page: Page, reference: string): Promise<number> {
  const unitPrice = { amount: '12.50', currency: 'EUR' };
  const data = { ...confirmedOrder(reference), lines: [{ id: '1', sku: 'MUG-BLUE', quantity: 1, unitPrice }] };
  return (await page.request.post('/hooks/api/orders', { data })).status();
}

/** A tenth of the orders goes to the new ERP, and both are compared; orders that both have answered. Both ERPs must be well. */
export async function migrating(page: Page): Promise<void> {
  const known = Known.parse(await (await page.request.get(`/api/capabilities/${NAME}`)).json());
  if (known.binding.binding.shadow === undefined) {
    const binding = { flow: OLD, share: { flow: NEW, percent: 10 }, shadow: { flow: NEW } };
    const note = 'A tenth of the orders first, and the rest compared.';
    const data = { binding, basedOn: known.binding.version, note, by: 'Ann' };
    expect((await page.request.put(`/api/capabilities/${NAME}/binding`, { data })).status()).toBe(200);
  }
  for (const at of [1, 2, 3, 4]) expect(await sendOrder(page, `#90${at}`)).toBe(201);
}

/** Who serves what. */
export const CAPABILITY_SCREENS: readonly Screen[] = [
  {
    name: 'capabilities',
    caption: 'Capabilities: what business flows ask of systems without knowing them, and which flow serves it.',
    open: async (page) => {
      await page.goto('/capabilities');
      await expect(page.getByTestId(`capability-row:${NAME}`)).toContainText('10 % elsewhere');
    },
  },
  {
    name: 'capability',
    caption:
      'A binding: a tenth of the orders goes to the new ERP, the rest is compared with it, with who, when and why.',
    narrow: true,
    open: async (page) => {
      await page.goto(`/capabilities/${NAME}`);
      await expect(page.getByRole('form', { name: 'Binding' })).toBeVisible();
      // Other journeys may have bound it before.
      await expect(
        page
          .getByTestId(/^binding:/)
          .filter({ hasText: 'Ann' })
          .first(),
      ).toBeVisible();
    },
  },
];
