import type { CaseDocument } from '@lockstep/schema/cases';
import { CaseChange } from '@lockstep/schema/cases';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import { readBusinessDates } from './business-dates.ts';

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.drop());

let told = 0;
/** A change of an order that happened at a moment, heard `lateMs` later. */
async function tell(key: string, at: string, documents: readonly CaseDocument[] = [], heardAt = at): Promise<void> {
  told += 1;
  const change = CaseChange.parse({ at, documents, title: `Order ${key}` });
  const by = { runId: '0198c0de-0000-7000-8000-000000000001', flowId: 'f', node: 'n' };
  await store.cases.update({ kind: 'order', key, change, effectKey: `k${told}`, by });
  await store.sql`update case_entries set told_at = ${heardAt}::timestamptz where key = ${key} and at = ${at}::timestamptz`;
}
const order = (id: string): CaseDocument[] => [{ type: 'sales order', id, system: 'sap' }];
const shipment = (id: string): CaseDocument[] => [{ type: 'shipment', id, system: 'wms' }];
const dates = (timeZone: string, until = '2026-10-26T12:00:00Z', days = 2) =>
  readBusinessDates(store.db, { kind: 'order', timeZone, days, until: new Date(until) });

it('R25: groups orders by business date of a zone, tells where systems differ, and has the long day as one', async () => {
  // 23:30 in Berlin of the 25th, after clocks went back; the ERP writes it down after midnight there.
  await tell('#1', '2026-10-25T22:30:00Z');
  await tell('#1', '2026-10-25T23:10:00Z', order('1'));
  await tell('#2', '2026-10-24T22:30:00Z');
  await tell('#2', '2026-10-24T22:31:00Z', [...order('2'), ...shipment('9')]);
  await tell('#2', '2026-10-27T08:00:00Z', shipment('10'));
  await tell('#3', '2026-10-26T09:00:00Z');
  // A warehouse whose clock is an hour ahead of what we heard.
  await tell('#3', '2026-10-26T11:00:00Z', shipment('11'), '2026-10-26T10:00:00Z');

  const berlin = await dates('Europe/Berlin');
  expect(berlin).toMatchObject({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-26T23:00:00.000Z',
    systems: ['sap', 'wms'],
    days: [
      {
        date: '2026-10-26',
        hours: 24,
        cases: 1,
        systems: [
          { system: 'sap', same: 0, other: 0, none: 1 },
          { system: 'wms', same: 1, other: 0, none: 0 },
        ],
      },
      {
        date: '2026-10-25',
        hours: 25,
        cases: 2,
        systems: [
          { system: 'sap', same: 1, other: 1, none: 0 },
          { system: 'wms', same: 1, other: 0, none: 1 },
        ],
      },
    ],
    conflictCount: 2,
  });
  expect(berlin.conflicts).toEqual([
    {
      key: '#3',
      title: 'Order #3',
      date: '2026-10-26',
      at: '2026-10-26T09:00:00.000Z',
      toldAt: '2026-10-26T09:00:00.000Z',
      systems: [
        {
          system: 'wms',
          date: '2026-10-26',
          at: '2026-10-26T11:00:00.000Z',
          toldAt: '2026-10-26T10:00:00.000Z',
          ahead: true,
        },
      ],
    },
    expect.objectContaining({
      key: '#1',
      date: '2026-10-25',
      systems: [expect.objectContaining({ system: 'sap', date: '2026-10-26', ahead: false })],
    }),
  ]);

  // In UTC both moments of #1 are of one date, and nothing but the clock is wrong.
  const utc = await dates('UTC', '2026-10-26T12:00:00Z', 3);
  expect(utc.days.map(({ date, cases, hours }) => [date, cases, hours])).toEqual([
    ['2026-10-26', 1, 24],
    ['2026-10-25', 1, 24],
    ['2026-10-24', 1, 24],
  ]);
  expect(utc.conflicts.map(({ key }) => key)).toEqual(['#3']);
  expect((await dates('Europe/Berlin', '2026-03-29T12:00:00Z', 1)).days).toMatchObject([{ hours: 23, cases: 0 }]);
});
