import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { orderResponse } from '../../formats/edi/edifact/samples.ts';
import { contextFor, failureOf } from '../../testing/context.ts';
import { parseEdifact } from '../parse-edifact/definition.ts';
import { runParseEdifact } from '../parse-edifact/run.ts';
import { acknowledgeEdifact } from './definition.ts';
import { runAcknowledgeEdifact } from './run.ts';

const trigger = { kind: 'webhook' as const, receivedAt: Date.UTC(2026, 10, 27, 9, 30) };
const parse = async (text: string, form: object = {}) =>
  (await runParseEdifact({ params: parseEdifact.params.parse(form), input: text }, contextFor())).value as Json;
const acknowledge = async (input: Json, form: object = {}) => {
  const params = acknowledgeEdifact.params.parse({ controlNumber: 7, newline: 'lf', ...form });
  return runAcknowledgeEdifact({ params, input }, contextFor({ trigger }));
};
const textOf = (value: object) => ('text' in value ? String(value.text) : '');

it('acknowledges what was good, to the sender of it', async () => {
  const { port, value } = await acknowledge(await parse(orderResponse()));
  expect([port, value]).toMatchObject(['out', { status: 'accepted', controlNumber: '7', receiver: '4012345000009' }]);
  expect(textOf(value)).toBe(
    [
      "UNA:+.? '",
      "UNB+UNOC:3+5400110000009:14+4012345000009:14+261127:0930+7'",
      "UNH+1+CONTRL:D:3:UN'",
      "UCI+S101+4012345000009:14+5400110000009:14+7'",
      "UCM+1+ORDRSP:D:96A:UN:EAN005+7'",
      "UNT+4+1'",
      "UNZ+1+7'",
    ]
      .map((segment) => `${segment}\n`)
      .join(''),
  );
});

it('rejects a faulty message and says where it is faulty; the other side is told in words', async () => {
  const { value } = await acknowledge(
    await parse(orderResponse().replace('67:20261204', '67:20261304').replace('UNT+19', 'UNT+9')),
  );
  expect(value).toMatchObject({ status: 'rejected' });
  expect(textOf(value).split("'\n").slice(3, -3)).toEqual([
    'UCI+S101+4012345000009:14+5400110000009:14+7',
    'UCM+1+ORDRSP:D:96A:UN:EAN005+4+29',
    'UCS+15',
    'UCD+12+2:2',
  ]);
  expect(await parse(textOf(value))).toMatchObject({
    acknowledged: [
      { about: 'interchange', controlNumber: 'S101', status: 'accepted', reasons: [] },
      {
        about: 'message',
        type: 'ORDRSP',
        controlNumber: '1',
        status: 'rejected',
        reasons: ['Count does not match', 'Segment 15, element 1-2: Invalid value'],
      },
    ],
    issueCount: 0,
  });
});

it('rejects an interchange as a whole', async () => {
  const { value } = await acknowledge(await parse(orderResponse().replace('UNZ+1+S101', 'UNZ+1+S1')));
  expect(textOf(value)).toContain("UCI+S101+4012345000009:14+5400110000009:14+4+28'\nUNT+3+1'");
});

it('acknowledges messages of groups in their group', async () => {
  const grouped = orderResponse()
    .replace('UNH+1', "UNG+ORDRSP+1+2+261126:1415+G1+UN+D:96A'\nUNH+1")
    .replace('UNZ+1', "UNE+1+G1'\nUNZ+1");
  const { value } = await acknowledge(await parse(grouped));
  expect(textOf(value).split("'\n").slice(4, -3)).toEqual(['UCF+G1+1+2+7', 'UCM+1+ORDRSP:D:96A:UN:EAN005+7']);
});

it('answers only what is to be answered', async () => {
  const fine = await parse(orderResponse());
  expect(await acknowledge(fine, { when: 'asked-or-rejected' })).toMatchObject({ port: 'nothing' });
  const { value } = await acknowledge(fine);
  expect(await acknowledge(await parse(textOf(value)))).toMatchObject({ port: 'nothing' });
  expect(await failureOf(acknowledge({ lines: [] }))).toMatchObject({ kind: 'item', code: 'edifact-no-receipts' });
});
