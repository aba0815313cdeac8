import type { Json } from '@lockstep/schema/run';
import { expect, it, onTestFinished } from 'vitest';
import { SAP_CREDENTIALS, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { WMS_CREDENTIALS, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
import { type WalkWorld, walk } from '../testing/walk.ts';
import { returnApproval } from './return-approval.ts';

const message = returnApproval.tests[0]?.message as Json;
const answer = (decision: string) => ({ decision, comment: 'No receipt.', by: 'Ada', approvalId: 'a', decidedAt: '' });

async function send(releases: WalkWorld['releases']) {
  const [sap, wms] = await Promise.all([sapSimulator(), wmsSimulator()]);
  onTestFinished(async () => {
    await Promise.all([sap.close(), wms.close()]);
  });
  const connections = [
    { id: 'sap', system: 'sap-s4hana', baseUrl: sap.baseUrl, settings: SAP_CREDENTIALS },
    { id: 'wms', system: 'wms', baseUrl: wms.baseUrl, settings: WMS_CREDENTIALS },
  ];
  return walk(returnApproval, message, { connections, ...(releases && { releases }) });
}

it('replaces what a person approved, when the goods are back', async () => {
  const { way, outputs } = await send({
    decide: { port: 'approved', value: answer('approved') },
    returned: { port: 'received', value: { payload: { condition: 'broken' } } },
  });
  expect(way).toEqual([
    'asked:out',
    'decide:approved',
    'reserve:allocated',
    'returned:received',
    'order:out',
    'replace:created',
    'done:out',
  ]);
  expect(outputs.replace).toMatchObject({ reference: 'R-1042', created: true });
});

it.each([
  ['rejected', { decide: { port: 'rejected', value: answer('rejected') } }, 'rejected:out', []],
  ['nobody answers', {}, 'unanswered:error', ['unanswered: Nobody decided about this return in three days.']],
  [
    'the goods never come',
    { decide: { port: 'approved', value: answer('approved') } },
    'not-back:error',
    ['not-back: The goods did not come back in 14 days.'],
  ],
])('ends otherwise when it is %s', async (_, releases, last, reasons) => {
  const { way, failed } = await send(releases);
  expect([way.at(-1), failed]).toEqual([last, reasons]);
});
