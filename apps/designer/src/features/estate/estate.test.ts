import { expect, it } from 'vitest';
import { countsOf, newest, pollEvery, textAt } from './estate-state.ts';
import { cleanFaults, describeFaults, isFaulty, ownSwitches, PRESETS } from './faults.ts';
import { repeated } from './SalesOrders.tsx';

it('says in words what a set of faults does', () => {
  expect(describeFaults({ status: 429, rate: 0.5, retryAfter: 5, latencyMs: 3_000 })).toEqual([
    '429 to 50 % of calls, retry after 5 s',
    'answers 3.00 s late',
  ]);
  expect(describeFaults({ commitThenDrop: 0.2, duplicate: 1, reorder: 0.05 })).toEqual([
    'loses the answer of 20 % of writes',
    'sends 100 % of webhooks twice',
    'reorders 5 % of webhooks',
  ]);
});

it('says what a system does by switches of its own, known or not, and sends them back', () => {
  const faults = { recordLock: 0.3, sapMessage: 1, sapMessageSeverity: 'warning', gremlins: 2, moonlight: true };
  const share = { kind: 'share', description: '', min: 0, max: 1 } as const;
  const switches = [
    { name: 'latencyMs', label: 'Latency', ...share },
    { name: 'recordLock', label: 'Records locked', ...share },
    { name: 'sapMessage', label: 'Warnings on answers', ...share },
  ];
  expect(describeFaults(faults, switches)).toEqual([
    'records locked 30 %',
    'warnings on answers 100 %',
    'gremlins 2',
    'moonlight',
  ]);
  expect(ownSwitches(switches).map(({ name }) => name)).toEqual(['recordLock', 'sapMessage']);
  expect([{ recordLock: 0 }, { sapMessageSeverity: 'error' }].map(isFaulty)).toEqual([false, false]);
  expect(cleanFaults({ ...faults, latencyMs: 0 })).toEqual(faults);
  expect(describeFaults({ status: 429, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' })).toEqual([
    '429 to 100 % of calls, retry after Wed, 21 Oct 2026 07:28:00 GMT',
  ]);
});

it('offers what webhooks can do wrong to systems that send some, and counts master data together', () => {
  const kinds = ['gzip', 'resendOld', 'nextSecret'].map((name) => ({
    name,
    label: name,
    description: '',
    kind: 'flag',
  }));
  const names = (sends: boolean) =>
    ownSwitches(kinds as Parameters<typeof ownSwitches>[0], sends).map(({ name }) => name);
  expect([names(true), names(false)]).toEqual([['gzip', 'resendOld', 'nextSecret'], ['gzip']]);
  expect(countsOf({ salesOrders: [1], A_Product: [1, 2], A_Customer: [1] })).toEqual([
    { name: 'sales orders', count: 1 },
    { name: 'master records', count: 3 },
  ]);
});

it('knows a healthy system, whatever does nothing is switched on', () => {
  expect([{}, { latencyMs: 0 }, { status: 503, rate: 0 }, { duplicate: 0 }].map(isFaulty)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(PRESETS.every(({ faults }) => isFaulty(faults))).toBe(true);
});

it('sends only what does something', () => {
  expect(cleanFaults({ latencyMs: 0, rate: 0.5, retryAfter: 3, duplicate: 0.1 })).toEqual({ duplicate: 0.1 });
  expect(cleanFaults({ status: 503, rate: 0.5, retryAfter: 3 })).toEqual({ status: 503, rate: 0.5, retryAfter: 3 });
});

it('reads counts, the newest and members out of any state', () => {
  const state = { salesOrders: [{ id: 1 }, { id: 2, to: { name: 'x' } }], sessions: 3 };
  expect(countsOf(state)).toEqual([{ name: 'sales orders', count: 2 }]);
  expect(newest(state, 'salesOrders', 1)).toEqual([{ id: 2, to: { name: 'x' } }]);
  expect(newest(state, 'nothing', 1)).toEqual([]);
  expect(newest(undefined, 'salesOrders', 1)).toEqual([]);
  expect(textAt({ to: { name: 'x' } }, 'to.name')).toBe('x');
  expect(textAt({ to: null }, 'to.name')).toBe('');
});

it('reads a large state less often, and a very large one only when asked', () => {
  const state = (length: number) => ({ orders: Array.from({ length }, () => 1) });
  expect([undefined, state(10), state(5_000), state(20_000)].map(pollEvery)).toEqual([4_000, 4_000, 20_000, false]);
});

it('finds customer references that more than one sales order bears', () => {
  const orders = ['#1', '#2', '#1', '', ''].map((reference) => ({ PurchaseOrderByCustomer: reference }));
  expect([...repeated(orders)]).toEqual(['#1']);
});
