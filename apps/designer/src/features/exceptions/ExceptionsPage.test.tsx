import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { oneByOne } from '../../parts/one-by-one.ts';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { exception } from '../../testing/samples.ts';

it('shows open exceptions first, each with its reason and a way to its message', async () => {
  const calls = fakeRuntime({ 'GET /exceptions': { exceptions: [exception('1')], open: 1 } });
  renderApp('/exceptions');
  const row = await screen.findByTestId('exception-row:1');
  expect(within(row).getByText('The ERP is not able to answer 1.')).toBeDefined();
  expect(within(row).getByRole('link', { name: '#1' }).getAttribute('href')).toBe('/runs/run-1?node=erp');
  expect(calls.some(({ path }) => path === '/exceptions?status=open')).toBe(true);
});

it('retries the chosen ones in bulk, after it counted those that are still open', async () => {
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1'), exception('2'), exception('3')], open: 3 },
    'POST /exceptions/bulk': { count: 1 },
  });
  const { user } = renderApp('/exceptions');
  await user.click(await screen.findByRole('checkbox', { name: 'Choose #1' }));
  await user.click(screen.getByRole('checkbox', { name: 'Choose #3' }));
  await user.click(screen.getByRole('button', { name: 'Retry all…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Retry in bulk' });
  expect(within(dialog).getByText('2 chosen')).toBeDefined();
  await user.click(await within(dialog).findByRole('button', { name: 'Retry 1' }));
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Chosen exceptions' })).toBeNull());
  expect(calls.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
    { select: { ids: ['1', '3'] }, dryRun: true },
    { select: { ids: ['1', '3'] }, by: 'operator' },
  ]);
});

it('discards only with a reason, which is sent', async () => {
  const calls = fakeRuntime({
    'GET /exceptions': { exceptions: [exception('1')], open: 1 },
    'POST /exceptions/1/discard': { id: '1', runId: 'run-1' },
  });
  const { user } = renderApp('/exceptions');
  await user.click(await screen.findByRole('button', { name: 'Discard #1' }));
  const dialog = await screen.findByRole('dialog', { name: 'Discard #1?' });
  const discard = within(dialog).getByRole('button', { name: 'Discard' });
  expect(discard).toHaveProperty('disabled', true);
  await user.type(within(dialog).getByLabelText(/Reason/), ' Cancelled by the customer ');
  await user.click(discard);
  await waitFor(() => expect(screen.queryByRole('dialog', { name: /^Discard/ })).toBeNull());
  expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
    by: 'operator',
    reason: 'Cancelled by the customer',
  });
});

it('does one after another, and stops when told', async () => {
  const order: string[] = [];
  const act = async (item: string) => {
    order.push(`begin ${item}`);
    await Promise.resolve();
    order.push(`end ${item}`);
    return item === 'b' ? 'no' : undefined;
  };
  const end = await oneByOne(['a', 'b', 'c'], act, ({ done }) => done < 2);
  expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  expect(end).toEqual({ done: 2, total: 3, refused: ['no'] });
});
