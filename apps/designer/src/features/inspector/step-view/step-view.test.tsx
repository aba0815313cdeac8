import { samples } from '@lockstep/nodes/samples';
import type { Flow } from '@lockstep/schema/graph';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../../testing/render-app.tsx';
import { pinFor } from './pin-for.ts';
import { shapeOf } from './shape-of.ts';
import { cellText, tableOf } from './table-of.ts';

const ORDER = { id: 7, lines: [{ sku: 'AB', qty: 2 }, { sku: 'CD' }] };

describe('the shape of a value', () => {
  it('names every field, with an example, and which items of a list do without it', () => {
    const rows = shapeOf('input', ORDER).map(({ path, kinds, example, optional }) => [path, kinds, example, optional]);
    expect(rows).toEqual([
      ['input', 'object', '', false],
      ['input.id', 'number', '7', false],
      ['input.lines', 'list of 2', '', false],
      ['input.lines[].sku', 'text', 'AB', false],
      ['input.lines[].qty', 'number', '2', true],
    ]);
  });

  it('of a very large list is known from its beginning', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ i }));
    const begun = performance.now();
    expect(shapeOf('output', many)).toHaveLength(2);
    expect(performance.now() - begun).toBeLessThan(100);
  });
});

describe('a value as a table', () => {
  it('has the items of its nearest list as rows', () => {
    const table = tableOf('input', { meta: 1, order: ORDER });
    expect(table).toMatchObject({ path: 'input.order.lines', columns: ['sku', 'qty'] });
    expect(table?.rows.map((row) => cellText(row, 'qty'))).toEqual(['2', '']);
  });

  it('is one row where there is no list, and one column where items have no members', () => {
    expect(tableOf('input', { a: { b: 1 } })).toMatchObject({ path: 'input', rows: [{ a: { b: 1 } }], columns: ['a'] });
    expect(tableOf('input', [1, 'x'])?.columns).toEqual(['value']);
    expect(tableOf('input', 3)).toBeUndefined();
  });
});

it('a sample above 256 KB is not pinned', () => {
  const ask = { output: undefined, port: undefined, source: { kind: 'own' as const } };
  expect(pinFor({ ...ask, input: 'x'.repeat(300_000) })).toBeUndefined();
  expect(pinFor({ ...ask, input: { a: 1 } }, () => new Date(0))).toEqual({
    input: { a: 1 },
    at: '1970-01-01T00:00:00.000Z',
  });
});

describe('the step view', () => {
  const flow: Flow = {
    ...(samples[0] as Flow),
    id: 'orders',
    nodes: [
      { id: 'in', type: 'manual', version: 1, name: 'Start', params: {}, policy: {} },
      { id: 'log', type: 'log', version: 1, name: 'Note it', params: { message: '=input.id' }, policy: {} },
      {
        id: 'send',
        type: 'http-request',
        version: 1,
        name: 'Send it',
        params: { method: 'POST', url: 'https://erp.test/orders' },
        policy: {},
      },
    ],
    edges: [
      { from: 'in', port: 'out', to: 'log' },
      { from: 'log', port: 'out', to: 'send' },
    ],
    layout: { nodes: {}, notes: [] },
    settings: {},
    tests: [],
  };
  const shown = (value: unknown) => ({ value, truncated: false, bytes: 10 });
  const run = {
    runId: 'r1',
    flowId: 'orders',
    flowName: 'Orders',
    test: false,
    status: 'done',
    startedAt: '2026-11-01T08:00:00.000Z',
    businessKey: '#1001',
  };
  const open = (answers = {}, address = '/flows/orders?node=log&view=step') => {
    const calls = fakeRuntime({
      'GET /flows/orders/draft': { flow, revision: 1, savedAt: '2026-11-01T08:00:00.000Z', hash: 'a' },
      'PUT /flows/orders/draft': { revision: 2, savedAt: '2026-11-01T08:00:00.000Z', hash: 'a' },
      'POST /flows/orders/check': { issues: [] },
      'GET /runs': { runs: [run] },
      'GET /runs/r1/steps/log': { node: 'log', key: 'k', input: shown(ORDER), output: shown(ORDER) },
      'GET /runs/r1/steps/send': { node: 'send', key: 'k', input: shown(ORDER) },
      'POST /scripts/expression': { ok: true, value: 7, issues: [] },
      ...answers,
    });
    return { calls, ...renderApp(address) };
  };

  /** The first one loads the whole editor. */
  const stepView = () => screen.findByRole('region', { name: 'Step Note it' }, { timeout: 20_000 });

  it('opens from its address with the data of the newest run: input, settings, output, and the live value', async () => {
    const { user } = open();
    const view = await stepView();
    const input = within(view).getByRole('region', { name: 'Input' });
    expect(await within(input).findByText('sku')).toBeDefined();
    await user.click(within(input).getByRole('tab', { name: 'Table' }));
    expect(await within(input).findByRole('columnheader', { name: 'qty' })).toBeDefined();
    expect(await within(view).findByRole('region', { name: 'Output' })).toBeDefined();
    expect((await within(view).findByTestId('live-value')).textContent).toBe('= 7');
  }, 30_000);

  it('goes on from a key that was pressed on the canvas: to the output, running to here', async () => {
    const { calls, user } = open({}, '/flows/orders?node=log');
    await screen.findByRole('complementary', { name: 'Inspector' }, { timeout: 20_000 });
    await user.keyboard('o');
    await waitFor(() => expect(document.activeElement?.id).toBe('step-view-output'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('step-view')).toBeNull());
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    const tries = () => calls.filter(({ path }) => path === '/flows/orders/tries').map(({ body }) => body);
    await waitFor(() => expect(tries()).toMatchObject([{ node: 'log', reach: 'to-here' }]));
  }, 30_000);

  it('offers the open flow on Ctrl-K: its steps, and what can be done to it', async () => {
    const { user } = open({}, '/flows/orders');
    await screen.findByTestId('save-state', {}, { timeout: 20_000 });
    await user.keyboard('{Control>}k{/Control}');
    const search = await screen.findByRole('combobox', { name: 'Search and commands' });
    await user.type(search, 'note it');
    expect(screen.getAllByRole('option')[0]?.textContent).toContain('Note it');
    await user.keyboard('{Enter}');
    const inspector = screen.getByRole('complementary', { name: 'Inspector' });
    await waitFor(() => expect(within(inspector).getByDisplayValue('Note it')).toBeDefined());
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Search and commands' }), 'test run{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Test run' })).toBeDefined();
  }, 30_000);

  it('runs from here with effects off, says what was not sent, and sends only what is ticked', async () => {
    const tried = (how: string) => ({
      ...{ status: 'done', more: false, durationMs: 3 },
      steps: [
        {
          node: 'log',
          how: 'computed',
          status: 'succeeded',
          port: 'out',
          input: shown(ORDER),
          output: shown(ORDER),
          durationMs: 1,
        },
        {
          node: 'send',
          how,
          status: 'succeeded',
          port: 'out',
          input: shown(ORDER),
          output: shown(ORDER),
          durationMs: 1,
        },
      ],
    });
    const { calls, user } = open({
      'POST /flows/orders/tries': ({ body }: { body: { real: string[] } }) =>
        tried(body.real.length > 0 ? 'sent' : 'not-sent'),
    });
    const view = await stepView();
    await within(view).findAllByText('sku');
    await user.click(within(view).getByRole('button', { name: 'Run from here' }));
    expect((await within(view).findByTestId('tried:send')).textContent).toContain('not sent: effects are off');
    const sent = () => calls.filter(({ path }) => path === '/flows/orders/tries').map(({ body }) => body as object);
    expect(sent()[0]).toMatchObject({
      node: 'log',
      reach: 'from-here',
      real: [],
      source: { kind: 'run', runId: 'r1' },
    });
    await user.click(within(view).getByRole('checkbox', { name: 'Really do “Send it”: it changes erp.test' }));
    await user.click(within(view).getByRole('button', { name: 'Run from here' }));
    await waitFor(() => expect(sent()[1]).toMatchObject({ real: ['send'] }));
  });

  it('pins its data by P, says so, and unpins it again', async () => {
    const { user } = open();
    const view = await stepView();
    await within(view).findAllByText('sku');
    await user.keyboard('p');
    expect(await within(view).findByText('Pinned sample, draft only')).toBeDefined();
    await user.keyboard('p');
    await waitFor(() => expect(within(view).queryByText('Pinned sample, draft only')).toBeNull());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('step-view')).toBeNull());
  });
});
