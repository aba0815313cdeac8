import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { confirmation } from '../../formats/edi/x12/samples.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseX12 } from '../parse-x12/definition.ts';
import { runParseX12 } from '../parse-x12/run.ts';
import { writeX12Node } from './definition.ts';
import { runWriteX12 } from './run.ts';

const trigger = { kind: 'webhook' as const, receivedAt: Date.UTC(2026, 10, 27, 9, 30) };
const write = async (input: Json, form: object = {}) =>
  (await runWriteX12({ params: writeX12Node.params.parse(form), input }, contextFor({ trigger }))).value;

const partners = { sender: 'RETAILER', receiver: 'SUPPLIER', controlNumber: 7 };
const order = {
  order: { purpose: '00', type: 'DS', purchaseOrder: 'PO-1042', date: '2026-11-27' },
  lines: [{ line: '1', quantity: 2, unit: 'EA', unitPrice: 12.5, products: [{ qualifier: 'VN', id: 'MUG-BLUE' }] }],
  totals: { lineCount: 1 },
};

it('writes fields with their envelopes, counts and control numbers', async () => {
  expect(await write(order, { ...partners, set: '850', newline: 'lf' })).toBe(
    [
      'ISA*00*          *00*          *ZZ*RETAILER       *ZZ*SUPPLIER       *261127*0930*U*00401*000000007*0*P*>',
      'GS*PO*RETAILER*SUPPLIER*20261127*0930*7*X*004010',
      'ST*850*0001',
      'BEG*00*DS*PO-1042**20261127',
      'PO1*1*2*EA*12.5**VN*MUG-BLUE',
      'CTT*1',
      'SE*5*0001',
      'GE*1*7',
      'IEA*1*000000007',
    ]
      .map((segment) => `${segment}~\n`)
      .join(''),
  );
});

it('writes what was read as it was, also in another release and with other separators', async () => {
  const read = await runParseX12({ params: parseX12.params.parse({}), input: confirmation() }, contextFor());
  expect(await write(read.value as Json, { newline: 'lf' })).toBe(confirmation());
  const later = await write(read.value as Json, { version: '005010', elementSeparator: '|', segmentTerminator: "'" });
  expect(later).toMatch(/^ISA\|00\|.*\|\^\|00501\|000000101\|0\|P\|>'GS\|PR\|.*\|005010'/);
  const again = await runParseX12({ params: parseX12.params.parse({}), input: later }, contextFor());
  expect(again.value).toMatchObject({ transactions: (read.value as { transactions: object[] }).transactions });
});

it('numbers the levels of a ship notice', async () => {
  const item = (id: string) => ({
    level: 'I',
    product: { products: [{ qualifier: 'VN', id }] },
    item: { quantity: 1, unit: 'EA' },
  });
  const notice = {
    notice: { purpose: '00', shipment: 'SH-1', date: '2026-11-27', time: '09:30' },
    levels: [
      { level: 'S', children: [{ level: 'O', order: { purchaseOrder: 'PO-1' }, children: [item('A'), item('B')] }] },
    ],
  };
  const text = await write(notice, { ...partners, set: '856' });
  expect(text.match(/HL[^~]*/g)).toEqual(['HL*1**S*1', 'HL*2*1*O*1', 'HL*3*2*I*0', 'HL*4*2*I*0']);
});

it.each([
  [{ ...order, oders: [] }, '/transactions/0/data/oders: There is no such field. There are order, currency'],
  [
    { ...order, order: { ...order.order, date: '27.11.2026' } },
    '/transactions/0/data/order/date: "27.11.2026" is no date',
  ],
  [{ ...order, lines: [] }, '/transactions/0/data/lines: It is missing: 850 needs PO1 here.'],
  [
    { ...order, lines: [{ quantity: 1, products: [{ qualifer: 'VN' }] }] },
    '/lines/0/products/0/qualifer: There is no such field.',
  ],
  [{ ...order, notes: [{ qualifier: 'ZZ', text: 'a*b' }] }, 'N903 has the character "*", which X12 cannot hold there'],
])('names what cannot be written by its place: %#', async (data, message) => {
  const failure = await failureOf(write(data as Json, { ...partners, set: '850' }));
  expect(failure).toMatchObject({ kind: 'item', code: 'x12-not-written', message: expect.stringContaining(message) });
});

it('writes a blank for a separator, and values as they are, when it is told to', async () => {
  const data = { ...order, notes: [{ qualifier: 'ZZ', text: 'a*b', date: 'soon' }] };
  expect(await write(data, { ...partners, set: '850', separatorsInText: 'blank', values: 'lenient' })).toContain(
    'N9*ZZ**a b*soon~',
  );
});

it('needs partners, a control number and transactions', async () => {
  expect(await failureOf(write(order, { set: '850', sender: 'A', controlNumber: '1' }))).toMatchObject({
    message: expect.stringContaining('/interchanges/0/receiver: There is no receiver'),
  });
  expect(await failureOf(write(order, { ...partners, controlNumber: '', set: '850' }))).toMatchObject({
    message: expect.stringContaining('There is no control number of 1 to 9 digits'),
  });
  expect(await failureOf(write({ hello: 'world' }))).toMatchObject({ code: 'x12-no-transactions' });
});
