import { catalogue } from '@lockstep/nodes/catalogue';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { createQueryClient } from '../api/index.ts';
import { fakeRuntime } from '../testing/render-app.tsx';
import { TooltipProvider } from '../ui/index.ts';
import { NO_NAMES } from './editor/names.ts';
import { fieldsOf } from './field-model.ts';
import { ParamForm } from './ParamForm.tsx';
import type { Params } from './values.ts';

function Host({ type, given }: { readonly type: string; readonly given: Params }) {
  const [params, setParams] = useState(given);
  const [client] = useState(createQueryClient);
  const definition = catalogue.get(type);
  if (definition === undefined) throw new Error(`No such type: ${type}`);
  const nothing = { issues: [], names: NO_NAMES, contracts: [], flows: [], hookBase: '', readOnly: false };
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider>
        <ParamForm
          {...nothing}
          fields={fieldsOf(definition.params)}
          params={params}
          connections={[{ id: 'erp', name: 'ERP', system: 'odata' }]}
          onChange={setParams}
        />
      </TooltipProvider>
    </QueryClientProvider>
  );
}

const suggestions = () => [...document.querySelectorAll('datalist option')].map((one) => one.getAttribute('value'));

it('asks the system for its names when somebody comes to the field, and takes others too', async () => {
  const calls = fakeRuntime({
    'GET /connections/erp/offers': { offers: { sets: ['Orders', 'Lines'], operations: ['shop.ship'] } },
  });
  render(<Host type="odata.call" given={{ connection: 'erp', service: '/sap/shop' }} />);
  expect(calls).toEqual([]);
  const operation = screen.getByLabelText<HTMLInputElement>(/^Operation/);
  await userEvent.type(operation, 'ship');
  await expect.poll(suggestions).toContain('shop.ship');
  expect(calls.map(({ path }) => path)).toEqual(['/connections/erp/offers?below=%2Fsap%2Fshop']);
  expect(screen.queryByText('The system does not tell of this name.')).toBeNull();
  await userEvent.type(operation, 'X');
  expect(operation.value).toBe('shipX');
  screen.getByText('The system does not tell of this name.');
});

it('says why nobody knows, and is written by hand then', async () => {
  fakeRuntime({
    'GET /connections/erp/offers': { offers: {}, problem: 'There is no $metadata at this address (404).' },
  });
  render(<Host type="odata.read-records" given={{ connection: 'erp' }} />);
  const set = screen.getByLabelText<HTMLInputElement>(/^Entity set/);
  await userEvent.type(set, 'Orders');
  await screen.findByText('There is no $metadata at this address (404).');
  expect(set.value).toBe('Orders');
});
