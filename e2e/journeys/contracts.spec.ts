import type { Flow } from '@lockstep/schema/graph';
import { expect, test } from './fixtures.ts';
import { importFlow, smallFlow } from './small-flow.ts';

const NAME = 'journey-parcel';

// What is refused on purpose: a version that says too little, and a draft that somebody else saved.
test.use({ expectedErrors: [/409 \(Conflict\)|412/] });

/** A flow that checks messages by the contract, as `ref` names it. */
function checkingFlow(id: string, ref: string): Flow {
  const flow = smallFlow(id);
  const check = {
    id: 'check',
    type: 'check-contract',
    version: 1,
    name: 'Is it a parcel?',
    params: { contract: ref },
    policy: {},
  };
  return {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 'shape' ? check : node)),
    edges: [
      { from: 'start', port: 'out', to: 'check' },
      { from: 'check', port: 'valid', to: 'say' },
    ],
    layout: { nodes: { start: { x: 0, y: 0 }, check: { x: 280, y: 0 }, say: { x: 560, y: 0 } }, notes: [] },
    tests: [],
  };
}

test('a contract is begun, released by what its changes mean, used by a flow, and its end is announced', async ({
  contracts,
  page,
  runtime,
}) => {
  await contracts.open();
  await expect(contracts.row('order')).toContainText('Ships with Lockstep');
  await contracts.create({ name: NAME, title: 'Parcel', owner: 'Logistics team' });
  await contracts.addField('carrier');
  await expect(contracts.field('carrier')).toContainText('text');
  await expect(page.getByText('Nothing stands against it.')).toBeVisible();
  await contracts.publish(NAME, '1.0.0', 'The first one.');

  await importFlow(runtime.url, checkingFlow('journey-parcels', NAME));
  const published = await page.request.post('/api/flows/journey-parcels/versions', {
    data: { flow: checkingFlow('journey-parcels', NAME), basedOn: 0, note: '' },
  });
  expect(published.ok()).toBe(true);

  // One more field that may be there: a minor version.
  await contracts.draft();
  await contracts.addField('weightGrams');
  await expect(page.getByText('Reads old messages')).toBeVisible();
  await contracts.publish(NAME, '1.1.0', 'The weight.');

  // A field that must be there under another name: neither side reads the other any more.
  await contracts.draft();
  await contracts.renameField('id', 'parcelNumber');
  await expect(page.getByText('The example "Example" breaks the contract: /parcelNumber is missing.')).toBeVisible();
  await contracts.writeExample(1, '{ "parcelNumber": "1" }');
  await expect(page.getByText('Nothing stands against it.')).toBeVisible();
  const dialog = await contracts.publishing(NAME);
  await expect(dialog).toContainText(`Publish ${NAME} 2.0.0`);
  const verdict = dialog.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Breaking');
  await expect(verdict).toContainText('parcelNumber must be there');
  await expect(verdict).toContainText('id is not known');
  await dialog.getByLabel('Version').fill('1.2.0');
  await dialog.getByRole('button', { name: 'Publish 1.2.0' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(
    'The change breaks version 1.1.0, so it needs a new major version: 2.0.0, not 1.2.0.',
  );
  await dialog.getByRole('button', { name: '2.0.0 (major)' }).click();
  await dialog.getByRole('button', { name: 'Publish 2.0.0' }).click();
  await expect(dialog).toBeHidden();

  // The flow keeps what it was published with; whoever looks sees that, and what is offered.
  await contracts.tab('Used by');
  const use = contracts.use('journey-parcels');
  await expect(use).toContainText('1.0.0');
  await expect(use).toContainText('1.1.0 is there');
  await contracts.tab('Versions');
  const ending = await contracts.deprecating(NAME, '1.0.0');
  await expect(ending.getByRole('region', { name: 'Who uses it' })).toContainText('Small flow journey-parcels');
  await ending.getByLabel('Use instead').click();
  await page.getByRole('option', { name: /^Parcel 2.*newest/ }).click();
  await ending.getByLabel('Why').fill('It says too little.');
  await ending.getByRole('button', { name: 'Deprecate' }).click();
  await expect(contracts.version('1.0.0')).toContainText(`use ${NAME}@2`);

  // A drawing that names it is warned, and takes the successor with one click.
  await importFlow(runtime.url, checkingFlow('journey-late', `${NAME}@1.0.0`));
  await page.goto('/flows/journey-late?node=check');
  await expect(page.getByText('It says too little.').first()).toBeVisible();
  await page.getByRole('button', { name: `Use ${NAME}@2` }).click();
  await expect(page.getByText('It says too little.')).toBeHidden();
});

test('two people who write one draft do not overwrite each other', async ({ contracts, page }) => {
  const name = 'journey-shared';
  const document = {
    title: 'Shared',
    description: '',
    owner: 'Both',
    schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
    examples: [{ name: 'Example', value: { id: '1' } }],
  };
  await page.request.post('/api/contracts', { data: { name, document } });
  await contracts.open(name);
  await page.getByLabel('What it describes').fill('Mine.');
  const theirs = { document: { ...document, description: 'Theirs.' }, basedOn: 1, by: 'Ben' };
  expect((await page.request.put(`/api/contracts/${name}/draft`, { data: theirs })).ok()).toBe(true);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByRole('alert')).toContainText('Ben saved revision 2; you began from 1.');
  await expect(page.getByLabel('What it describes')).toHaveValue('Mine.');
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByText('Saved as revision 3')).toBeVisible();
});
