import { catalogue } from '@lockstep/nodes/catalogue';
import type { Issue } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeAll, describe, expect, it } from 'vitest';
import { TooltipProvider } from '../ui/index.ts';
import { NO_NAMES } from './editor/names.ts';
import { fieldsOf } from './field-model.ts';
import { ParamForm } from './ParamForm.tsx';
import type { Params } from './values.ts';

interface Seen {
  params: Params;
  readonly pointers: string[];
}

interface HostProps {
  readonly definition: NodeDefinition;
  readonly seen: Seen;
  readonly issues: readonly Issue[];
}

function Host({ definition, seen, issues }: HostProps) {
  const [params, setParams] = useState(seen.params);
  return (
    <TooltipProvider>
      <ParamForm
        fields={fieldsOf(definition.params)}
        params={params}
        issues={issues}
        names={NO_NAMES}
        connections={[
          { id: 'sap', name: 'Demo S/4HANA', system: 'sap-s4hana' },
          { id: 'wms', name: 'Demo WMS', system: 'wms' },
        ]}
        contracts={[{ name: 'order', version: '1.0.0', title: 'Order' }]}
        flows={[
          {
            ...{ id: 'reserve-stock', name: 'Reserve stock', versions: [1, 2, 3] },
            releases: [
              { version: 2, semver: '1.4.0' },
              { version: 3, semver: '2.0.0' },
            ],
          },
        ]}
        hookBase="http://here/hooks/"
        readOnly={false}
        onChange={(next, pointer) => {
          seen.params = next;
          seen.pointers.push(pointer);
          setParams(next);
        }}
      />
    </TooltipProvider>
  );
}

/** Shows the form of a step type; what it answers follows what a person does. */
function show(type: string, params: Params, issues: readonly Issue[] = []): Seen {
  const definition = catalogue.get(type);
  if (definition === undefined) throw new Error(`No such type: ${type}`);
  const seen: Seen = { params, pointers: [] };
  render(<Host definition={definition} seen={seen} issues={issues} />);
  return seen;
}

beforeAll(() => {
  // The code editor measures its text; jsdom has nothing to measure.
  Range.prototype.getClientRects = () => document.body.getClientRects();
});

describe('the form of a step', () => {
  it('shows a problem at its field and ties it to the control', () => {
    show('fail', {}, [
      { severity: 'error', code: 'param-invalid', message: 'Required.', node: 'x', field: '/message' },
    ]);
    const field = screen.getByRole('textbox', { name: /^Message/ });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-describedby')?.split(' ')[0] ?? '')?.textContent).toBe(
      'Required.',
    );
  });

  it('writes what is typed and takes an emptied parameter away', async () => {
    const user = userEvent.setup();
    const seen = show('webhook', { path: 'orders' });
    const field = screen.getByRole('textbox', { name: /^Deduplicate by/ });
    await user.type(field, 'X-Id');
    expect(seen.params).toEqual({ path: 'orders', dedupe: 'X-Id' });
    expect(new Set(seen.pointers)).toEqual(new Set(['/dedupe']));
    await user.clear(field);
    expect(seen.params).toEqual({ path: 'orders' });
  });

  it('shows the whole address of a webhook', () => {
    show('webhook', { path: 'shopify/orders' });
    expect(screen.getByTitle('http://here/hooks/shopify/orders')).toBeTruthy();
  });

  it('keeps an empty text where the default would say something else', async () => {
    const user = userEvent.setup();
    const seen = show('http-request', { url: '/x' });
    await user.clear(screen.getByRole('textbox', { name: 'Idempotency header' }));
    expect(seen.params).toEqual({ url: '/x', idempotencyHeader: '' });
  });

  it('switches a field to an expression and back without losing the value', async () => {
    const user = userEvent.setup();
    const seen = show('http-request', { url: '/v1/orders' });
    const toggle = screen.getByRole('button', { name: 'Address: computed by an expression' });
    await user.click(toggle);
    expect(seen.params).toEqual({ url: '="/v1/orders"' });
    await user.click(toggle);
    expect(seen.params).toEqual({ url: '/v1/orders' });
  });

  it('offers no expression for what is needed before any message exists', () => {
    show('http-request', { url: '/x' });
    expect(screen.queryByRole('button', { name: 'Method: computed by an expression' })).toBeNull();
  });

  it('adds, moves and removes the cases of a switch', async () => {
    const user = userEvent.setup();
    const seen = show('switch', { cases: [{ name: 'a', when: '=true' }] });
    await user.click(screen.getByRole('button', { name: 'Add case' }));
    const [, second] = screen.getAllByRole('textbox', { name: /^Name/ });
    if (second === undefined) throw new Error('no second case');
    await user.type(second, 'b');
    expect(seen.params).toEqual({
      cases: [
        { name: 'a', when: '=true' },
        { name: 'b', when: '=' },
      ],
    });
    await user.click(screen.getByRole('button', { name: 'Move case 2 up' }));
    expect(seen.params).toEqual({
      cases: [
        { name: 'b', when: '=' },
        { name: 'a', when: '=true' },
      ],
    });
    await user.click(screen.getByRole('button', { name: 'Remove case 1' }));
    expect(seen.params).toEqual({ cases: [{ name: 'a', when: '=true' }] });
  });

  it('edits headers in rows and leaves nameless rows out', async () => {
    const user = userEvent.setup();
    const seen = show('respond', { headers: { 'X-A': '1' } });
    const rows = within(screen.getByRole('group', { name: 'Headers' }));
    await user.click(rows.getByRole('button', { name: 'Add' }));
    expect(seen.params).toEqual({ headers: { 'X-A': '1' } });
    await user.type(rows.getByRole('textbox', { name: 'Headers, name 2' }), 'X-B');
    await user.type(rows.getByRole('textbox', { name: 'Headers, value 2' }), '=run.id');
    expect(seen.params).toEqual({ headers: { 'X-A': '1', 'X-B': '=run.id' } });
  });

  it('offers only connections of the system a step works with', async () => {
    const user = userEvent.setup();
    const seen = show('sap.create-sales-order', {});
    await user.click(screen.getByRole('combobox', { name: /^Connection/ }));
    const names = (await screen.findAllByRole('option')).map((option) => option.textContent);
    expect(names.some((name) => name?.includes('WMS'))).toBe(false);
    await user.click(screen.getByRole('option', { name: /Demo S\/4HANA/ }));
    expect(seen.params).toEqual({ connection: 'sap' });
  });

  it('states a duration in a unit and keeps milliseconds', async () => {
    const user = userEvent.setup();
    const seen = show('webhook', { path: 'x', respond: 'flow' });
    const field = screen.getByRole('spinbutton', { name: 'Wait at most' });
    expect((field as HTMLInputElement).value).toBe('5');
    await user.clear(field);
    await user.type(field, '12');
    expect(seen.params).toMatchObject({ deadlineMs: 12_000 });
  });
});

describe('a step that calls a flow', () => {
  it('offers the flows that can be called', async () => {
    const seen = show('call-flow', { flow: '', versions: 'latest' });
    await userEvent.click(screen.getByRole('combobox', { name: /^Flow/ }));
    await userEvent.click(await screen.findByRole('option', { name: /Reserve stock/ }));
    expect(seen.params.flow).toBe('reserve-stock');
  });

  it.each([
    ['latest', 'Version 3 of Reserve stock is the newest that fits now.'],
    ['>=2 <3', 'Version 2 of Reserve stock is the newest that fits now.'],
    ['^1', 'Version 2 of Reserve stock is the newest that fits now.'],
    ['7', 'No version of Reserve stock fits; the newest is 3.'],
  ])('tells which version it gets: %s', (versions, words) => {
    show('call-flow', { flow: 'reserve-stock', versions });
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('offers whatever keeps the promises of a major, with what it is now', async () => {
    const seen = show('call-flow', { flow: 'reserve-stock', versions: 'latest' });
    await userEvent.click(screen.getByRole('combobox', { name: /^Version/ }));
    await userEvent.click(await screen.findByRole('option', { name: /^Compatible version/ }));
    expect(seen.params.versions).toBe('^2');
    await userEvent.click(screen.getByRole('combobox', { name: 'Compatible with' }));
    await userEvent.click(await screen.findByRole('option', { name: /1\.x.*Now 1\.4\.0, v2/ }));
    expect(seen.params.versions).toBe('^1');
  });
});
