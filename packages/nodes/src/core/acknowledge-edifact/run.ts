import type { RunNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { acknowledgementOf } from '../../formats/edi/edifact/acknowledge.ts';
import { edifactContent } from '../../formats/edi/edifact/content.ts';
import type { EdifactReceipt } from '../../formats/edi/edifact/receipts.ts';
import { Receipt } from '../../formats/edi/edifact/schemas.ts';
import { writeEdifact } from '../../formats/edi/edifact/write.ts';
import { momentOfRun } from '../../formats/edi/kit/moment-of-run.ts';
import { NEWLINES } from '../../formats/edi/kit/params.ts';
import { overallStatus } from '../../formats/edi/kit/status.ts';
import { notWritten } from '../../formats/kit/rows-to-write.ts';
import type { acknowledgeEdifact } from './definition.ts';

const Given = z.object({ receipts: z.array(Receipt) });

export const runAcknowledgeEdifact: RunNode<typeof acknowledgeEdifact> = async ({ params, input }, ctx) => {
  const given = Given.safeParse(params.document ?? input);
  if (!given.success) {
    throw notWritten('edifact-no-receipts', 'There are no receipts: give what Parse EDIFACT gave, at either port.');
  }
  const receipts = given.data.receipts as readonly EdifactReceipt[];
  const due = receipts.filter(
    (receipt) => params.when === 'always' || receipt.acknowledgementRequested || isRejected(receipt),
  );
  const answer = acknowledgementOf(due);
  if (!answer) return { port: 'nothing', value: { reason: reasonOf(receipts, due) } };
  const written = writeEdifact(answer, {
    controlNumber: String(params.controlNumber),
    decimalMark: '.',
    una: 'always',
    newline: NEWLINES[params.newline],
    // What is told of faulty envelopes is as faulty as they are.
    isLenient: true,
    ...momentOfRun(ctx),
  });
  if (!written.ok) {
    const [{ path, message } = { path: '', message: '' }] = written.issues;
    throw notWritten('edifact-not-written', `${path}: ${message}`);
  }
  const statuses = due.map(({ status, groups, messages }) => ({
    status,
    parts: [...groups, ...messages].map((part) => part.status),
  }));
  const value = {
    text: edifactContent(written.text, written.syntax, params.encoding),
    status: overallStatus(statuses),
    controlNumber: written.controlNumbers[0] ?? '',
    receiver: String(answer.interchanges[0]?.receiver ?? ''),
  };
  return { port: 'out', value };
};

function isRejected({ status, groups, messages }: EdifactReceipt): boolean {
  return [status, ...groups.map((group) => group.status), ...messages.map((message) => message.status)].includes(
    'rejected',
  );
}

function reasonOf(receipts: readonly EdifactReceipt[], due: readonly EdifactReceipt[]): string {
  if (receipts.length === 0) return 'No interchange could be read.';
  if (due.length === 0) return 'Nobody asks for an acknowledgement, and nothing is rejected.';
  return 'Only acknowledgements came in, or TRADACOMS, which nobody acknowledges.';
}
