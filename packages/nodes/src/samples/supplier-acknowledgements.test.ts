import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { acknowledgedOf } from '../formats/edi/x12/acknowledged.ts';
import { readX12 } from '../formats/edi/x12/read.ts';
import { confirmation } from '../formats/edi/x12/samples.ts';
import { walk } from '../testing/walk.ts';
import { valuesInMemory } from '../values-in-memory.ts';
import { supplierAcknowledgements } from './supplier-acknowledgements.ts';

const noLines = {
  ...supplierAcknowledgements,
  nodes: supplierAcknowledgements.nodes.filter(({ id }) => id !== 'lines'),
};
const send = async (message: Json, values = valuesInMemory()) => walk(noLines, message, { values });
const bodyOf = (response: Json | undefined) => (response as { status: number; body: Json }).body;

it('answers an 855 with a 997 the supplier understands', async () => {
  const { way, response } = await send(confirmation({ second: true }));
  expect(way.slice(-3)).toEqual(['answer:out', 'good:pass', 'once:kept']);
  const answered = readX12(String(bodyOf(response)));
  expect(answered.issues).toEqual([]);
  expect(acknowledgedOf(answered).map(({ about, controlNumber, status }) => [about, controlNumber, status])).toEqual([
    ['group', '101', 'accepted'],
    ['transaction', '0001', 'accepted'],
    ['transaction', '0002', 'accepted'],
  ]);
});

it('numbers its answers, and takes an interchange that comes again once', async () => {
  const values = valuesInMemory();
  const first = await send(confirmation(), values);
  const again = await send(confirmation(), values);
  expect([first, again].map(({ response }) => /\*(\d{9})\*0\*P/.exec(String(bodyOf(response)))?.[1])).toEqual([
    '000000001',
    '000000002',
  ]);
  expect(again.way.slice(-2)).toEqual(['once:stale', 'again:out']);
});

it.each([
  [
    'a partly faulty one',
    confirmation({ second: true }).replace('PO1*1*2*EA', 'PO1*1*two*EA'),
    'once:kept',
    'AK9*P*2*2*1',
  ],
  ['a faulty one', confirmation().replace('SE*9', 'SE*8'), 'refused:error', 'AK5*R*4'],
  [
    'an interchange that is none',
    confirmation().replace('IEA*1*000000101', 'IEA*1*0'),
    'refused:error',
    'TA1*101*261126*1415*R*001',
  ],
])('says what is wrong with %s', async (_, message, last, told) => {
  const { way, response } = await send(message);
  expect([way.at(-1), bodyOf(response)]).toEqual([last, expect.stringContaining(told)]);
});

it('refuses what is no X12 with 400, and takes what a 997 says', async () => {
  expect((await send('hello')).response).toMatchObject({
    status: 400,
    body: { reason: 'No interchange could be read.' },
  });
  const { response } = await send(confirmation());
  const theirs = await send(String(bodyOf(response)));
  expect(theirs.response).toMatchObject({
    status: 200,
    body: { acknowledged: [{ about: 'group' }, { set: '855', status: 'accepted' }] },
  });
});
