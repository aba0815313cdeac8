import { contentHash, type Flow } from '@lockstep/schema/graph';
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../../testing/render-app.tsx';
import { FLOW } from '../../../testing/samples.ts';

const AT = '2026-11-01T08:00:00.000Z';

it('names the fields runs are found by, shows what is wrong with them, and what the flow stores', async () => {
  const saved: Flow[] = [];
  fakeRuntime({
    'GET /flows/orders/draft': { flow: FLOW, revision: 1, savedAt: AT, hash: contentHash(FLOW) },
    'PUT /flows/orders/draft': ({ body }: { body: { flow: Flow } }) => {
      saved.push(body.flow);
      return { revision: saved.length + 1, savedAt: AT, hash: contentHash(body.flow) };
    },
    'GET /flows/orders/storage': {
      flowId: 'orders',
      flowName: 'Orders',
      own: { doneDays: 7 },
      inForce: { doneDays: 7, failedDays: 0, quotaBytes: 0 },
      bytes: 4_096,
      runs: 3,
      removed: 12_400,
      fullness: 'none',
    },
  });
  const { user } = renderApp('/flows/orders');
  const inspector = await screen.findByRole('complementary', { name: 'Inspector' });
  expect(await within(inspector).findByText('4.0 KB, 3 runs')).toBeDefined();
  expect(within(inspector).getByText('kept for 7 days')).toBeDefined();
  expect(within(inspector).getByText('12,400 runs so far')).toBeDefined();

  const section = within(inspector).getByText('Search', { selector: 'summary' });
  await user.click(section);
  await user.click(within(inspector).getByRole('button', { name: 'Add a search field' }));
  const field = within(within(inspector).getByRole('list', { name: 'Search fields' })).getByRole('listitem');
  await user.clear(within(field).getByLabelText('Called'));
  await user.type(within(field).getByLabelText('Called'), 'email');
  await user.clear(within(field).getByLabelText('Field of the message'));
  await user.type(within(field).getByLabelText('Field of the message'), 'customer.');
  expect(await within(field).findByText(/is no field of a message/, {}, { timeout: 5_000 })).toBeDefined();
  await user.type(within(field).getByLabelText('Field of the message'), 'email');
  await user.click(within(field).getByRole('checkbox'));
  await waitFor(
    () => expect(saved.at(-1)?.settings.search).toEqual([{ name: 'email', path: 'customer.email', sensitive: true }]),
    { timeout: 8_000 },
  );
  await user.click(within(field).getByRole('button', { name: 'Remove search field 1' }));
  await waitFor(() => expect(saved.at(-1)?.settings).toEqual({}), { timeout: 8_000 });
}, 30_000);
