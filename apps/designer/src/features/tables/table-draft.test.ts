import { expect, it } from 'vitest';
import {
  changesOf,
  countChanges,
  drafted,
  gridRows,
  NO_DRAFT,
  readMoment,
  withoutEdit,
  withRow,
} from './table-draft.ts';

const row = (shop: string, erp: string) => ({ cells: { shop, erp } });
const base = {
  columns: [
    { name: 'shop', unique: true },
    { name: 'erp', unique: false },
  ],
  tests: [],
  rows: [row('L', '30'), row('M', '20')],
};
const of = (shop: string, draft = NO_DRAFT, table = base) => {
  const found = gridRows(table, draft).find((each) => each.row.cells.shop === shop);
  if (!found) throw new Error(`no row ${shop}`);
  return found;
};

it('what is changed back is no change', () => {
  const edited = withRow(NO_DRAFT, base, of('M'), row('M', '21'));
  expect([of('M', edited).state, countChanges(edited)]).toEqual(['changed', 1]);
  expect(countChanges(withRow(edited, base, of('M', edited), row('M', '20')))).toBe(0);
});

it('a row that gets another first code leaves the place it had', () => {
  const draft = withRow(NO_DRAFT, base, of('M'), row('XL', '20'));
  expect(changesOf(draft, 'shop')).toEqual({ put: [row('XL', '20')], remove: [{ key: 'M' }] });
  expect(drafted(base, draft).rows).toEqual([row('L', '30'), row('XL', '20')]);
});

it('a draft keeps what somebody else published in between', () => {
  const draft = withRow(NO_DRAFT, base, of('M'), row('M', '21'));
  const newer = { ...base, rows: [row('L', '31'), row('M', '20'), row('S', '10')] };
  expect(drafted(newer, draft).rows).toEqual([row('L', '31'), row('M', '21'), row('S', '10')]);
});

it('a row that is to go can be brought back', () => {
  const gone = withRow(NO_DRAFT, base, of('L'), undefined);
  expect(of('L', gone).state).toBe('removed');
  expect(drafted(base, gone).rows).toEqual([row('M', '20')]);
  expect(countChanges(withoutEdit(gone, of('L', gone).id))).toBe(0);
});

it.each([
  ['', undefined],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30', 'wrong'],
  ['March', 'wrong'],
])('%j is read as the moment %j', (text, moment) => {
  expect(readMoment(text)).toBe(moment);
});
