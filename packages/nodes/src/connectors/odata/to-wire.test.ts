import type { JsonObject } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { equalFilter, recordPath, setNamed } from './addresses.ts';
import { fromWire } from './from-wire.ts';
import type { EntitySet, ODataModel } from './model.ts';
import { readEdmx } from './read-edmx.ts';
import { SHOP_V2, SHOP_V4 } from './shop-edmx.testing.ts';
import { toWire } from './to-wire.ts';

const v2 = readEdmx(SHOP_V2) as ODataModel;
const v4 = readEdmx(SHOP_V4) as ODataModel;
const set = (model: ODataModel, name = 'Orders') => setNamed(model, name) as EntitySet;
const wire = (model: ODataModel, record: JsonObject) => toWire(model, set(model).type, record);

it('writes decimals, times and lists the way v2 wants them', () => {
  const record = {
    Total: 12.5,
    Day: '2026-11-27',
    At: '08:05',
    ChangedAt: '2026-11-27T09:00:00+01:00',
    to_Line: [{ Item: '10', Quantity: 3 }],
  };
  expect(wire(v2, record)).toEqual({
    body: {
      Total: '12.5',
      Day: '/Date(1795737600000)/',
      At: 'PT08H05M00S',
      ChangedAt: '/Date(1795766400000+0000)/',
      to_Line: { results: [{ Item: '10', Quantity: '3' }] },
    },
    numbersAsText: false,
  });
});

it('reads back what it wrote, in v2 and v4', () => {
  const record = {
    Number: '1',
    Total: '12.50',
    Day: '2026-11-27T00:00:00',
    At: '08:05:00',
    ChangedAt: '2026-11-27T08:00:00.000Z',
  };
  const written = wire(v2, record);
  expect('body' in written && fromWire(v2, set(v2).type, written.body).fields).toEqual(record);
  const other = {
    Number: '1',
    Total: 12.5,
    Day: '2026-11-27',
    Rush: 'High',
    Tags: ['a'],
    ShipTo: { City: 'Bonn' },
    Lines: [{ Item: 1 }],
  };
  const there = wire(v4, other);
  expect('body' in there && fromWire(v4, set(v4).type, there.body).fields).toEqual(other);
});

it('writes numbers of v4 as numbers, and all as text when one of them would be rounded', () => {
  expect(wire(v4, { Total: '12.50' })).toEqual({ body: { Total: 12.5 }, numbersAsText: false });
  const long = wire(v4, { Total: '1234567890123456.78', Lines: [{ Quantity: 3 }] });
  expect(long).toEqual({ body: { Total: '1234567890123456.78', Lines: [{ Quantity: '3' }] }, numbersAsText: true });
});

it('names each thing that does not fit, with its place', () => {
  const record = {
    Number: null,
    Rush: 'Soon',
    Tags: 'a',
    ShipTo: { Town: 'Bonn' },
    Lines: [{ Item: 1.5 }],
    Day: '27.11.2026',
  };
  expect(wire(v4, record)).toEqual({
    wrong: [
      'Number must not be null.',
      'Rush: "Soon" is no one of Low, High.',
      'Tags must be a list.',
      'ShipTo.Town is no field of Address.',
      'Lines[0].Item: 1.5 is no Edm.Int32.',
      'Day: "27.11.2026" is no Edm.Date.',
    ],
  });
});

it('writes keys and filters, quoted', () => {
  expect(recordPath(v2, set(v2), "a'b/c")).toBe("Orders('a''b%2Fc')");
  expect(recordPath(v4, set(v4, 'Lines'), { Number: '1', Item: 2 })).toBe("Lines(Number='1',Item=2)");
  expect(recordPath(v4, set(v4, 'Lines'), { Number: '1' })).toEqual({ wrong: 'The key of Lines lacks Item.' });
  const where = { Total: '1.50', ChangedAt: '2026-11-27T08:00:00Z', Day: '2026-11-27' };
  expect(equalFilter(v2, set(v2), where)).toBe(
    "Total eq 1.50M and ChangedAt eq datetimeoffset'2026-11-27T08:00:00Z' and Day eq datetime'2026-11-27T00:00:00'",
  );
  expect(equalFilter(v4, set(v4), { ...where, Rush: 'High' })).toBe(
    "Total eq 1.50 and ChangedAt eq 2026-11-27T08:00:00Z and Day eq 2026-11-27 and Rush eq shop.Priority'High'",
  );
  expect(equalFilter(v4, set(v4), { Total: '1 or 1 eq 1' })).toEqual({
    wrong: 'Total: "1 or 1 eq 1" is no Edm.Decimal.',
  });
});
