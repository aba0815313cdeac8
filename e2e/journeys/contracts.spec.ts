import type { Flow } from '@lockstep/schema/graph';
import type { Page } from '@playwright/test';
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

/** Clicks the button in the dialog of publishing and waits until the version is shown. */
async function publish(page: Page, version: string, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog', { name: `Publish ${NAME} ${version}` });
  await dialog.getByLabel('Note').fill(note);
  await dialog.getByRole('button', { name: `Publish ${version}`, exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Version' })).toContainText(version);
}

async function addField(page: Page, name: string, isRequired = false): Promise<void> {
  await page.getByRole('button', { name: 'Add field' }).click();
  const dialog = page.getByRole('dialog', { name: 'New field' });
  await dialog.getByLabel('Name').fill(name);
  if (isRequired) await dialog.getByRole('checkbox', { name: 'It must be there' }).click();
  await dialog.getByRole('button', { name: 'Add field' }).click();
  await expect(dialog).toBeHidden();
}

test('a contract is begun, released by what its changes mean, used by a flow, and its end is announced', async ({
  page,
  runtime,
}) => {
  await page.goto('/contracts');
  await expect(page.getByTestId('contract-row:order')).toContainText('Ships with Lockstep');
  await page.getByRole('button', { name: 'New contract' }).click();
  const creating = page.getByRole('dialog', { name: 'New contract' });
  await creating.getByLabel('Name').fill(NAME);
  await creating.getByLabel('Title').fill('Parcel');
  await creating.getByLabel('Owner').fill('Logistics team');
  await creating.getByRole('button', { name: 'Begin draft' }).click();
  await addField(page, 'carrier');
  await expect(page.getByTestId('contract-field:carrier')).toContainText('text');
  await expect(page.getByText('Nothing stands against it.')).toBeVisible();
  await publish(page, '1.0.0', 'The first one.');

  await importFlow(runtime.url, checkingFlow('journey-parcels', NAME));
  const published = await page.request.post('/api/flows/journey-parcels/versions', {
    data: { flow: checkingFlow('journey-parcels', NAME), basedOn: 0, note: '' },
  });
  expect(published.ok()).toBe(true);

  // One more field that may be there: a minor version.
  await page.getByRole('button', { name: 'Draft a new version' }).click();
  await addField(page, 'weightGrams');
  await expect(page.getByText('Reads old messages')).toBeVisible();
  await publish(page, '1.1.0', 'The weight.');

  // A field that must be there under another name: neither side reads the other any more.
  await page.getByRole('button', { name: 'Draft a new version' }).click();
  await page.getByRole('button', { name: 'Change id', exact: true }).click();
  const field = page.getByRole('dialog', { name: 'id' });
  await field.getByLabel('Name').fill('parcelNumber');
  await field.getByRole('button', { name: 'Change field' }).click();
  await expect(page.getByText('The example "Example" breaks the contract: /parcelNumber is missing.')).toBeVisible();
  const example = page.getByRole('textbox', { name: 'Example 1', exact: true });
  await example.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('{ "parcelNumber": "1" }');
  await expect(page.getByText('Nothing stands against it.')).toBeVisible();
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog', { name: `Publish ${NAME}` });
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
  await page.getByRole('tab', { name: 'Used by' }).click();
  const use = page.getByTestId('contract-use:journey-parcels');
  await expect(use).toContainText('1.0.0');
  await expect(use).toContainText('1.1.0 is there');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByTestId('contract-version:1.0.0').getByRole('button', { name: 'Deprecate…' }).click();
  const ending = page.getByRole('dialog', { name: `Deprecate ${NAME} 1.0.0` });
  await expect(ending.getByRole('region', { name: 'Who uses it' })).toContainText('Small flow journey-parcels');
  await ending.getByLabel('Use instead').click();
  await page.getByRole('option', { name: /^Parcel 2.*newest/ }).click();
  await ending.getByLabel('Why').fill('It says too little.');
  await ending.getByRole('button', { name: 'Deprecate' }).click();
  await expect(page.getByTestId('contract-version:1.0.0')).toContainText(`use ${NAME}@2`);

  // A drawing that names it is warned, and takes the successor with one click.
  await importFlow(runtime.url, checkingFlow('journey-late', `${NAME}@1.0.0`));
  await page.goto('/flows/journey-late?node=check');
  await expect(page.getByText('It says too little.').first()).toBeVisible();
  await page.getByRole('button', { name: `Use ${NAME}@2` }).click();
  await expect(page.getByText('It says too little.')).toBeHidden();
});

test('two people who write one draft do not overwrite each other', async ({ page }) => {
  const name = 'journey-shared';
  const document = {
    title: 'Shared',
    description: '',
    owner: 'Both',
    schema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
    examples: [{ name: 'Example', value: { id: '1' } }],
  };
  await page.request.post('/api/contracts', { data: { name, document } });
  await page.goto(`/contracts/${name}`);
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
