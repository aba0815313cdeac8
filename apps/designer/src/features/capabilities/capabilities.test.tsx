import type { CapabilityView } from '@lockstep/schema/api';
import { Binding, capabilities, placeOfKey } from '@lockstep/schema/capabilities';
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeRuntime, problem, renderApp } from '../../testing/render-app.tsx';

const NAME = 'create-sales-order';
const AT = '2026-11-20T09:00:00.000Z';
const known = capabilities.find(({ name }) => name === NAME);
if (!known) throw new Error('no capability');
const bound = {
  version: 3,
  binding: Binding.parse({ flow: 's4' }),
  note: 'back',
  by: 'ann',
  at: AT,
  forOpenRuns: false,
};
const before = { ...bound, version: 2, binding: Binding.parse({ flow: 'bc' }), note: 'tried' };
const offers = [
  { flowId: 's4', flowName: 'Order (S/4HANA)', version: 1, systems: ['SAP S/4HANA'], served24h: 12 },
  { flowId: 'bc', flowName: 'Order (BC)', version: 2, systems: ['Business Central'], served24h: 3 },
];
const view: CapabilityView = {
  ...known,
  errors: [...known.errors],
  own: [...known.own],
  offers,
  callers: [
    {
      flowId: 'take',
      flowName: 'Take an order',
      version: 4,
      layer: 'process',
      node: 'book',
      nodeName: 'Book it',
      mode: 'wait',
    },
  ],
  binding: bound,
  history: [bound, before],
};
const answers = { [`GET /capabilities/${NAME}`]: view, 'GET /capabilities': { capabilities: [view] } };

describe('the list of capabilities', () => {
  it('says what serves each, and leads to it', async () => {
    fakeRuntime(answers);
    const { user } = renderApp('/capabilities');
    const row = await screen.findByTestId(`capability-row:${NAME}`);
    expect(within(row).getByText('Order (S/4HANA)')).toBeTruthy();
    expect(within(row).getByText('15')).toBeTruthy();
    await user.click(within(row).getByRole('link', { name: 'Create sales order' }));
    expect(await screen.findByRole('form', { name: 'Binding' })).toBeTruthy();
  });
});

describe('the page of a capability', () => {
  it('sends ten per cent elsewhere: says where a number goes before it is in force, and puts it in force with a reason', async () => {
    const put = { ...bound, version: 4 };
    const calls = fakeRuntime({ ...answers, [`PUT /capabilities/${NAME}/binding`]: put });
    const { user } = renderApp(`/capabilities/${NAME}`);
    const form = within(await screen.findByRole('form', { name: 'Binding' }));
    const button = form.getByRole('button', { name: 'Put binding 4 in force' });
    expect(button).toHaveProperty('disabled', true);
    await user.click(form.getByRole('switch', { name: 'Share' }));
    await user.click(form.getByRole('combobox', { name: 'Goes to' }));
    await user.click(await screen.findByRole('option', { name: /Order \(BC\)/ }));
    const key = ['#1', '#2', '#3', '#4', '#5', '#6', '#7', '#8', '#9', '#10', '#11', '#12'].find(
      (each) => placeOfKey(NAME, each) < 30,
    );
    await user.clear(form.getByRole('textbox', { name: 'Share in per cent' }));
    await user.type(form.getByRole('textbox', { name: 'Share in per cent' }), '30');
    await user.type(form.getByRole('textbox', { name: 'Try it' }), String(key));
    expect(form.getByRole('status', { name: 'Where it goes' }).textContent).toContain(
      'goes to Order (BC) by the share',
    );
    await user.type(form.getByRole('textbox', { name: 'Why' }), 'first tenth');
    await user.click(button);
    expect(await screen.findByText('Binding 4 is in force')).toBeTruthy();
    expect(calls.find(({ method }) => method === 'PUT')?.body).toEqual({
      binding: { flow: 's4', rules: [], share: { flow: 'bc', percent: 30 } },
      ...{ basedOn: 3, note: 'first tenth', forOpenRuns: false },
    });
  });

  it('shows what the runtime refuses beside the field it is about', async () => {
    const issues = [{ field: 'shadow/flow', message: 'It would be done twice.' }];
    const refused = Response.json(
      { type: 'x', title: 'The binding has errors', status: 422, code: 'binding-invalid', detail: 'No.', issues },
      { status: 422 },
    );
    fakeRuntime({ ...answers, [`PUT /capabilities/${NAME}/binding`]: refused });
    const { user } = renderApp(`/capabilities/${NAME}`);
    const form = within(await screen.findByRole('form', { name: 'Binding' }));
    await user.click(form.getByRole('switch', { name: 'Compare' }));
    await user.click(form.getByRole('combobox', { name: 'With' }));
    await user.click(await screen.findByRole('option', { name: /Order \(BC\)/ }));
    await user.click(form.getByRole('button', { name: 'Put binding 4 in force' }));
    expect(await form.findByText('It would be done twice.')).toBeTruthy();
  });

  it('says that somebody changed it in between', async () => {
    const conflict = problem(409, 'binding-conflict', 'Version 4 is in force, you began from 3.');
    fakeRuntime({ ...answers, [`PUT /capabilities/${NAME}/binding`]: conflict });
    const { user } = renderApp(`/capabilities/${NAME}`);
    await user.click(await screen.findByRole('button', { name: 'Begin from binding 2' }));
    const form = within(await screen.findByRole('form', { name: 'Binding' }));
    expect(form.getByRole('combobox', { name: 'Served by' }).textContent).toContain('Order (BC)');
    await user.click(form.getByRole('button', { name: 'Put binding 4 in force' }));
    expect((await form.findByRole('alert')).textContent).toContain('Version 4 is in force, you began from 3.');
  });

  it('makes a rule, and says what is wrong with it while it is wrong', async () => {
    fakeRuntime(answers);
    const { user } = renderApp(`/capabilities/${NAME}`);
    const form = within(await screen.findByRole('form', { name: 'Binding' }));
    await user.click(form.getByRole('button', { name: 'Add a rule' }));
    expect(form.getByText(/Use names with dots between them/)).toBeTruthy();
    await user.type(form.getByRole('textbox', { name: 'Field of rule 1' }), 'shipTo.country');
    await user.type(form.getByRole('textbox', { name: 'Values of rule 1' }), 'FR, BE');
    await user.click(form.getByRole('combobox', { name: 'Flow of rule 1' }));
    await user.click(await screen.findByRole('option', { name: /Order \(BC\)/ }));
    await user.click(form.getByRole('textbox', { name: 'Try it' }));
    await user.paste('{ "reference": "#1", "shipTo": { "country": "BE" } }');
    expect(form.getByRole('status', { name: 'Where it goes' }).textContent).toContain('goes to Order (BC) by rule 1');
  });

  it('tells what a comparison found by field, and the calls behind a field', async () => {
    const shadow = {
      flowId: 'bc',
      open: 0,
      same: 90,
      different: 10,
      failed: 1,
      skipped: 0,
      fields: [{ path: 'currency', calls: 10 }],
    };
    const call = {
      ...{ key: 'k', runId: 'r', businessKey: '#1001', binding: 3, liveFlow: 's4', shadowFlow: 'bc', liveRunId: 'a' },
      ...{ shadowRunId: 'b', state: 'different', at: AT },
      differences: [{ path: 'currency', kind: 'changed', live: 'EUR', shadow: 'USD' }],
    };
    const calls = fakeRuntime({
      [`GET /capabilities/${NAME}`]: { ...view, shadow },
      [`GET /capabilities/${NAME}/shadows`]: { shadows: [call] },
    });
    const { user } = renderApp(`/capabilities/${NAME}`);
    const row = await screen.findByTestId('compared:#1001');
    expect(within(row).getByText('"USD"')).toBeTruthy();
    expect(within(row).getByRole('link', { name: 'Run beside it' }).getAttribute('href')).toBe('/runs/b');
    await user.click(screen.getByRole('button', { name: /currency/ }));
    await expect.poll(() => calls.some(({ path }) => path.includes('path=currency'))).toBe(true);
  });
});
