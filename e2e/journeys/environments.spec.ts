import type { APIRequestContext } from '@playwright/test';
import { scratchFolder, startProcess } from '../world.ts';
import { expect, test } from './fixtures.ts';
import { limitFlow } from './limit-flow.ts';

test('an analyst gives a value its name, sees what a flow needs, and brings it to production with a reason', async ({
  needs,
  page,
  promotion,
  runtime,
  variables,
}) => {
  const folder = scratchFolder('production');
  const production = await startProcess({
    LOCKSTEP_DATA_DIR: folder.path,
    LOCKSTEP_DEMO: '0',
    LOCKSTEP_ENVIRONMENT: 'production',
  });
  try {
    const { request } = page;
    await request.post('/api/flows', { data: { flow: limitFlow('input.total > vars.returnLimit') } });

    // What is missing is said where the flow is drawn, and leads to where it is made.
    await needs.open('limit-check');
    const need = needs.need('variable', 'returnLimit');
    await expect(need).toContainText('Not here');
    await need.getByRole('link', { name: 'returnLimit' }).click();
    await expect(variables.newDialog().getByLabel('Name')).toHaveValue('returnLimit');
    await variables.fillNew({ type: 'Number', value: '100', why: 'Agreed with finance' });
    await expect(variables.row('returnLimit')).toContainText('100');
    await expect(await variables.history('returnLimit')).toContainText('Agreed with finance');

    await needs.open('limit-check');
    await expect(need).toContainText('100');
    await publish(request, 'input.total > vars.returnLimit', 0);

    // A run keeps what it began with, and says so once that is not what holds any more.
    const started = await request.post('/api/flows/limit-check/runs', { data: { message: { total: 120 } } });
    await request.put('/api/variables/returnLimit', { data: { held: { type: 'number', value: 150 }, by: 'Ops' } });
    await page.goto(`/runs/${(await started.json()).runId}`);
    await expect(page.getByRole('region', { name: 'Variables of this run' })).toContainText(
      'Changed since: returnLimit',
    );

    // Where it goes from here: nothing is changed while something is missing there.
    await promotion.open('limit-check');
    await promotion.addEnvironment('production', production.url);
    await promotion.plan();
    const planned = promotion.planned('limit-check');
    await expect(planned).toContainText('There is no variable "returnLimit" (number).');
    await expect(promotion.promoting()).toBeHidden();

    const held = { type: 'number', value: 250 };
    await request.put(`${production.url}/api/variables/returnLimit`, { data: { held, by: 'Ops' } });
    await promotion.plan();
    await expect(planned).toContainText('250 (number)');
    await expect(promotion.promoting()).toHaveText('Promote one flow to production');
    await promotion.promote('Release 12');
    const link = page.getByRole('region', { name: 'Plan' }).getByRole('link', { name: /version 1 at production/ });
    await expect(link).toHaveAttribute('href', `${production.url}/flows/limit-check?v=1`);

    // The next version: what runs there and what would come, over each other.
    await publish(request, 'input.total >= vars.returnLimit', 1);
    await promotion.plan();
    await expect(planned.getByRole('list', { name: 'Changes' })).toContainText('step Over the limit? (limit)');
    await planned.getByRole('link', { name: 'On the canvas' }).click();
    await expect(page.getByRole('combobox', { name: 'Compare from' })).toContainText('What runs at production');
    await expect(page.getByTestId('node:limit')).toHaveAttribute('data-diff', 'changed');
    expect(runtime.output()).not.toContain('defect');
  } finally {
    await production.stop();
    folder.remove();
  }
});

async function publish(request: APIRequestContext, condition: string, basedOn: number): Promise<void> {
  const data = { flow: limitFlow(condition), basedOn, note: '' };
  expect((await request.post('/api/flows/limit-check/versions', { data })).status()).toBe(201);
}

test('what two versions mean differently names the rows of the tables they read', async ({ page }) => {
  const { request } = page;
  const columns = [
    { name: 'shop', unique: true },
    { name: 'erp', unique: false },
  ];
  const rows = [{ cells: { shop: 'ups', erp: '10' } }];
  const flow = limitFlow("t.lookup('carrier-codes', input.by)");
  const data = { flow: { ...flow, id: 'looks-up', name: 'Looks up' }, note: '' };
  await request.post('/api/tables', { data: { name: 'carrier-codes', title: 'Carrier codes', columns, rows } });
  await request.post('/api/flows', { data });
  const publishAs = (basedOn: number, name: string) =>
    request.post('/api/flows/looks-up/versions', { data: { ...data, basedOn, flow: { ...data.flow, name } } });
  expect((await publishAs(0, 'Looks up')).status()).toBe(201);
  const put = [{ cells: { shop: 'ups', erp: '11' } }, { cells: { shop: 'dpd', erp: '30' } }];
  await request.post('/api/tables/carrier-codes/versions', { data: { basedOn: 1, changes: { put, remove: [] } } });
  expect((await publishAs(1, 'Looks up more')).status()).toBe(201);

  await page.goto('/flows/looks-up/diff?from=1&to=2');
  const around = page.getByRole('region', { name: 'Contracts and tables' });
  await expect(around).toContainText('table carrier-codes, rows: 1 added, 1 changed');
  await expect(around).toContainText('ups: erp: 10 -> 11');
});
