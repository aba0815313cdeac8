import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';

/** Two contacts of the CRM who share a telephone number, and one of them edited there. */
async function tellContacts(page: Page): Promise<string> {
  const contact = (Id: string, LastName: string, more: object) =>
    page.request.post('/hooks/salesforce/contacts', {
      data: { Id, LastName, Phone: '+49 30 1234567', LastModifiedDate: '2026-11-27T09:20:00.000+0000', ...more },
    });
  await contact('0035g00000A1bCd', 'Müller', { FirstName: 'Jana', Email: 'jana.mueller@example.com' });
  await contact('0035g00000A1bCe', 'Mueller', { FirstName: 'J.', Email: 'j.mueller@example.com' });
  let id = '';
  await expect
    .poll(async () => {
      const answer = await page.request.get('/api/customers?search=jana.mueller');
      const { customers } = (await answer.json()) as { customers: { id: string; duplicates: number }[] };
      id = customers[0]?.id ?? '';
      return customers[0]?.duplicates;
    })
    .toBe(1);
  return id;
}

export const CUSTOMER_SCREENS: readonly Screen[] = [
  {
    name: 'customers',
    caption: 'Customers: one golden record for each person or company, and what a person has to look at.',
    open: async (page: Page) => {
      await tellContacts(page);
      await page.goto('/customers');
      await expect(page.getByRole('link', { name: 'Jana Müller' })).toBeVisible();
    },
  },
  {
    name: 'customer',
    caption:
      'A customer: what each system says of each field, who won and why, possible duplicates, and the decisions.',
    narrow: true,
    open: async (page: Page) => {
      await page.goto(`/customers/${await tellContacts(page)}`);
      await expect(page.getByRole('table', { name: 'Fields' })).toContainText('jana.mueller@example.com');
    },
  },
];
