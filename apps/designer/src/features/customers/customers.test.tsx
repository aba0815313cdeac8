import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
// Loaded beforehand: the first look at a page waits for its code, which is no part of what is tested.
import './CustomerPage.tsx';
import './CustomersPage.tsx';
import { fakeRuntime, renderApp, type SentCall } from '../../testing/render-app.tsx';

const AT = '2026-11-20T08:00:00.000Z';
const shop = { system: 'shopify', id: '7311' };
const crm = { system: 'salesforce', id: '003A' };
const SUMMARY = {
  id: 'C-1001',
  name: 'Jana Müller',
  email: 'jana@example.com',
  systems: ['salesforce', 'shopify'],
  undecided: 1,
  duplicates: 1,
  changedAt: AT,
};
const VIEW = {
  id: 'C-1001',
  version: 3,
  changedAt: AT,
  customer: { id: 'C-1001', firstName: 'Jana', lastName: 'Müller' },
  fields: [
    {
      field: 'lastName',
      value: 'Müller',
      strategy: 'most-recent',
      priority: [],
      reason: 'most-recent',
      winner: crm,
      since: AT,
      candidates: [
        { ...crm, value: 'Müller', since: AT },
        { ...shop, value: 'Muller', since: AT },
      ],
    },
    {
      field: 'company',
      value: 'Müller GmbH',
      strategy: 'manual',
      priority: [],
      reason: 'undecided',
      winner: shop,
      since: AT,
      candidates: [{ ...shop, value: 'Müller GmbH', since: AT }],
    },
  ],
  sources: [
    { ...crm, values: [{ field: 'lastName', holds: 'Müller', agrees: true }], blocked: ['company'] },
    {
      ...shop,
      values: [
        { field: 'lastName', holds: 'Muller', awaited: 'Müller', agrees: true },
        { field: 'company', holds: 'Müller GmbH', agrees: true },
      ],
      blocked: [],
    },
  ],
  mergers: [{ id: 'C-1004', at: AT, sources: [crm] }],
  duplicates: [{ id: 'C-1002', name: 'J. Müller', shares: ['phone'], apart: false }],
  log: [
    { id: 2, at: AT, entry: { type: 'blocked', system: 'salesforce', fields: ['company'], needs: 'profiling' } },
    {
      id: 1,
      at: AT,
      entry: { type: 'decided', field: 'lastName', from: 'Muller', to: 'Müller', source: crm },
      run: { runId: 'run-1', flowId: 'crm', flowName: 'What the CRM says' },
    },
  ],
};
const PLAN = {
  records: [
    {
      id: 'C-1001',
      sources: [crm, shop],
      golden: { lastName: 'Müller', phone: '+4930' },
      changed: ['phone'],
      writes: [{ ...shop, values: { phone: '+4930' } }],
      blocked: [],
    },
    { id: 'C-1002', mergedInto: 'C-1001', sources: [], golden: {}, changed: [], writes: [], blocked: [] },
  ],
};

const bodies = (sent: readonly SentCall[], method: string, path: string) =>
  sent.filter((each) => each.method === method && each.path === path).map(({ body }) => body);

it('lists customers with the systems that know them, and what a person has to look at', async () => {
  fakeRuntime({
    'GET /customers': { customers: [SUMMARY], counts: { customers: 1, undecided: 1, duplicates: 1 } },
  });
  renderApp('/customers');
  const row = (await screen.findByRole('link', { name: 'Jana Müller' })).closest('tr') as HTMLElement;
  for (const text of ['Shopify', 'Salesforce', '1 possible duplicate', '1 to decide']) {
    expect(within(row).getByText(text)).toBeTruthy();
  }
});

it('shows the sources side by side, who won each field and why, and what was decided', async () => {
  fakeRuntime({ 'GET /customers/C-1001': VIEW });
  renderApp('/customers/C-1001');
  const table = await screen.findByRole('table', { name: 'Fields' });
  const [, lastName, company] = within(table).getAllByRole('row');
  expect(lastName?.textContent).toContain('Salesforce was edited last');
  expect(lastName?.textContent).toContain('Wins: Müller');
  expect(lastName?.textContent).toContain('On its way');
  expect(company?.textContent).toContain('To decide');
  expect(company?.textContent).toContain('No consent');
  const log = screen.getByRole('list', { name: 'Decisions' });
  expect(within(log).getByText('Salesforce is not told company: no consent to profiling')).toBeTruthy();
  expect(within(log).getByText('Last name: Muller → Müller, from Salesforce')).toBeTruthy();
  expect(within(log).getByRole('link', { name: 'What the CRM says' })).toBeTruthy();
});

it('shows what a merge would make before it is made, and who would be told', async () => {
  const sent = fakeRuntime({
    'GET /customers/C-1001': VIEW,
    'POST /customers/C-1001/merge/plan': PLAN,
    'POST /customers/C-1001/merge': VIEW,
  });
  const { user } = renderApp('/customers/C-1001');
  await user.click(await screen.findByRole('button', { name: 'Merge C-1002' }));
  const dialog = await screen.findByRole('dialog', { name: 'Merge C-1002 into C-1001' });
  expect(await within(dialog).findByText('Shopify 7311 is told: telephone')).toBeTruthy();
  await user.click(within(dialog).getByRole('button', { name: 'Merge' }));
  await expect
    .poll(() => bodies(sent, 'POST', '/customers/C-1001/merge'))
    .toEqual([{ from: 'C-1002', by: 'operator' }]);
});

it('takes the decision of a person for a field', async () => {
  const sent = fakeRuntime({ 'GET /customers/C-1001': VIEW, 'PUT /customers/C-1001': VIEW });
  const { user } = renderApp('/customers/C-1001');
  await user.click(await screen.findByRole('button', { name: 'Choose last name' }));
  const dialog = await screen.findByRole('dialog', { name: 'Choose last name' });
  await user.click(within(dialog).getByRole('radio', { name: /Muller/ }));
  await user.type(within(dialog).getByLabelText('Why'), 'Passport');
  await user.click(within(dialog).getByRole('button', { name: 'Choose' }));
  await expect
    .poll(() => bodies(sent, 'PUT', '/customers/C-1001'))
    .toEqual([{ by: 'operator', reason: 'Passport', values: { lastName: 'Muller' } }]);
});
