import { expect, it } from 'vitest';
import { customersInMemory } from '../../customers-in-memory.ts';
import { contextFor } from '../../testing/context.ts';
import { checkConsent } from './definition.ts';
import { runCheckConsent } from './run.ts';

const by = { runId: 'r', flowId: 'f', node: 'n' };

it('goes on only where the newest word of the customer is yes, and notes what it holds back', async () => {
  const notes: string[] = [];
  const customers = { ...customersInMemory(), noteBlocked: async ({ id }: { id: string }) => void notes.push(id) };
  const said = async (nr: number, granted: boolean) => {
    const at = `2026-11-27T10:0${nr}:00Z`;
    const values = { email: 'a@example.com', consents: [{ purpose: 'marketing-email' as const, granted, at }] };
    await customers.tell({ telling: { system: 'shopify', id: '1', at, values }, effectKey: String(nr), by });
  };
  const check = async (customer: string) => {
    const params = checkConsent.params.parse({ customer });
    return (await runCheckConsent({ params, input: null }, contextFor({ customers }))).port;
  };
  expect(await check('a@example.com')).toBe('unknown');
  await said(1, true);
  expect([await check('A@Example.com'), await check('C-1001')]).toEqual(['granted', 'granted']);
  expect(notes).toEqual([]);
  await said(2, false);
  expect(await check('a@example.com')).toBe('refused');
  expect(notes).toEqual(['C-1001']);
});
