import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeRuntime, LEDGER, renderApp } from '../testing/render-app.tsx';

const SUMS = {
  accepted: 1204,
  done: 1190,
  filtered: 9,
  exceptions: 4,
  replayed: 0,
  cancelled: 0,
  inFlight: 1,
  missing: 0,
};
const FLOW = {
  flowId: 'orders',
  flowName: 'Orders',
  ...SUMS,
  reasons: [{ reason: 'Not paid.', count: 9 }],
  versions: [{ version: 1, ...SUMS }],
};

it('says what became of every message accepted, with the reasons of those filtered out', async () => {
  fakeRuntime({ 'GET /ledger': { ...LEDGER, flows: [FLOW] }, 'GET /runs': { runs: [] } });
  renderApp('/');
  const strip = await screen.findByTestId('ledger-strip');
  expect(strip.textContent).toBe('1,204 accepted in 24 hours =1,190 done+ 9 filtered+ 4 exceptions+ 1 in flight');
  expect(strip.dataset.balanced).toBe('true');
  expect(screen.getByTitle('9 × Not paid.')).toBeDefined();
  expect(screen.queryByTestId('ledger-alarm')).toBeNull();
});

it('raises an alarm over every screen while messages are unaccounted for', async () => {
  const imbalance = { kind: 'runs', flowId: 'orders', flowName: 'Orders', minute: LEDGER.at, expected: 3, found: 1 };
  fakeRuntime({
    'GET /ledger': {
      ...LEDGER,
      balanced: false,
      flows: [{ ...FLOW, done: 1188, missing: 2 }],
      imbalances: [imbalance],
    },
    'GET /runs': { runs: [] },
  });
  renderApp('/');
  const alarm = await screen.findByTestId('ledger-alarm');
  expect(alarm.getAttribute('role')).toBe('alert');
  expect(alarm.textContent).toContain('The ledger does not balance. 2 messages are unaccounted for in Orders');
  expect(screen.getByRole('link', { name: 'Orders' }).getAttribute('href')).toBe('/runs?flow=orders');
  const strip = await screen.findByTestId('ledger-strip');
  expect(strip.textContent).toContain('+ 2 unaccounted for');
  expect(strip.dataset.balanced).toBe('false');
});
