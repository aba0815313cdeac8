import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { confirmation } from '../../formats/edi/x12/samples.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseX12 } from '../parse-x12/definition.ts';
import { runParseX12 } from '../parse-x12/run.ts';
import { acknowledgeX12 } from './definition.ts';
import { runAcknowledgeX12 } from './run.ts';

const trigger = { kind: 'webhook' as const, receivedAt: Date.UTC(2026, 10, 27, 9, 30) };
const parse = async (text: string, form: object = {}) =>
  (await runParseX12({ params: parseX12.params.parse(form), input: text }, contextFor())).value as Json;
const acknowledge = async (input: Json, form: object = {}) => {
  const params = acknowledgeX12.params.parse({ controlNumber: 7, newline: 'lf', ...form });
  return runAcknowledgeX12({ params, input }, contextFor({ trigger }));
};
const bodyOf = (value: object) => ('text' in value ? String(value.text).split('~\n').slice(2, -3) : []);

it('accepts what was good, to the sender of it', async () => {
  const { port, value } = await acknowledge(await parse(confirmation()));
  expect([port, value]).toMatchObject([
    'out',
    { status: 'accepted', controlNumber: '000000007', receiver: 'SUPPLIER' },
  ]);
  expect('text' in value && value.text).toBe(
    [
      'ISA*00*          *00*          *ZZ*RETAILER       *ZZ*SUPPLIER       *261127*0930*U*00401*000000007*0*P*>',
      'GS*FA*RETAILER*SUPPLIER*20261127*0930*7*X*004010',
      'ST*997*0001',
      'AK1*PR*101',
      'AK2*855*0001',
      'AK5*A',
      'AK9*A*1*1*1',
      'SE*6*0001',
      'GE*1*7',
      'IEA*1*000000007',
    ]
      .map((segment) => `${segment}~\n`)
      .join(''),
  );
});

it('refuses a faulty transaction and says where it is faulty', async () => {
  const two = confirmation({ second: true }).replace('PO1*1*2*EA', 'PO1*1*two*EA').replace('REF*VN*S-7781', 'XYZ*1');
  const { value } = await acknowledge(await parse(two));
  expect(value).toMatchObject({ status: 'partly-accepted' });
  expect(bodyOf(value)).toEqual([
    'ST*997*0001',
    'AK1*PR*101',
    'AK2*855*0001',
    'AK3*XYZ*3**1',
    'AK3*PO1*4**8',
    'AK4*2**6*two',
    'AK5*R*5',
    'AK2*855*0002',
    'AK5*A',
    'AK9*P*2*2*1',
    'SE*11*0001',
  ]);
});

it('notes what was forgiven', async () => {
  const { value } = await acknowledge(await parse(confirmation().replace('SE*9*', 'SE*8*'), { mode: 'lenient' }));
  expect(value).toMatchObject({ status: 'accepted-with-errors' });
  expect(bodyOf(value)).toEqual(expect.arrayContaining(['AK5*E*4', 'AK9*E*1*1*1']));
});

it('answers an interchange that is refused with a TA1 alone', async () => {
  const { value } = await acknowledge(await parse(confirmation().replace('IEA*1*000000101', 'IEA*1*000000102')));
  expect(value).toMatchObject({
    status: 'rejected',
    text: expect.stringContaining('~\nTA1*101*261126*1415*R*001~\nIEA*0*'),
  });
});

it('what it writes tells the other side what became of theirs', async () => {
  const wrong = confirmation().replace('ACK*IA*2', 'ACK**2');
  const { value } = await acknowledge(await parse(wrong), { kind: 'both' });
  expect(await parse('text' in value ? String(value.text) : '')).toMatchObject({
    acknowledged: [
      { about: 'interchange', controlNumber: '000000101', status: 'accepted', reasons: [] },
      { about: 'group', functionalId: 'PR', controlNumber: '101', status: 'rejected' },
      {
        about: 'transaction',
        set: '855',
        controlNumber: '0001',
        status: 'rejected',
        reasons: ['Segments with errors', 'Segment 6 (ACK), element 1: Mandatory element missing'],
      },
    ],
    issueCount: 0,
  });
});

it('does not acknowledge acknowledgements, nor what it was not given', async () => {
  const { value } = await acknowledge(await parse(confirmation()));
  const theirs = await parse('text' in value ? String(value.text) : '');
  expect(await acknowledge(theirs)).toMatchObject({ port: 'nothing' });
  expect(await failureOf(acknowledge({ lines: [] }))).toMatchObject({ kind: 'item', code: 'x12-no-receipts' });
});
