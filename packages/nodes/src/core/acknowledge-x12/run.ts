import type { RunNode } from '@lockstep/schema/node';
import { z } from 'zod';
import { momentOfRun } from '../../formats/edi/kit/moment-of-run.ts';
import { NEWLINES } from '../../formats/edi/kit/params.ts';
import { overallStatus } from '../../formats/edi/kit/status.ts';
import { acknowledgementOf } from '../../formats/edi/x12/acknowledge.ts';
import type { X12Receipt } from '../../formats/edi/x12/receipts.ts';
import { Receipt } from '../../formats/edi/x12/schemas.ts';
import { writeX12 } from '../../formats/edi/x12/write.ts';
import { writtenContent } from '../../formats/kit/content.ts';
import { notWritten } from '../../formats/kit/rows-to-write.ts';
import type { acknowledgeX12 } from './definition.ts';

const Given = z.object({ receipts: z.array(Receipt) });

export const runAcknowledgeX12: RunNode<typeof acknowledgeX12> = async ({ params, input }, ctx) => {
  const given = Given.safeParse(params.document ?? input);
  if (!given.success) {
    throw notWritten('x12-no-receipts', 'There are no receipts: give what Parse X12 gave, at either port.');
  }
  const receipts = given.data.receipts as readonly X12Receipt[];
  const answer = acknowledgementOf(receipts, params.kind);
  if (!answer) {
    const reason =
      receipts.length === 0
        ? 'No interchange could be read.'
        : 'Only acknowledgements came in, which nobody acknowledges.';
    return { port: 'nothing', value: { reason } };
  }
  const written = writeX12(answer, {
    controlNumber: String(params.controlNumber),
    separators: { element: '*', component: '>', repetition: '^', segment: '~' },
    // What is told of faulty values is as faulty as they are.
    isLenient: true,
    separatorsInText: 'blank',
    newline: NEWLINES[params.newline],
    ...momentOfRun(ctx),
  });
  if (!written.ok) {
    const [{ path, message } = { path: '', message: '' }] = written.issues;
    throw notWritten('x12-not-written', `${path}: ${message}`);
  }
  const value = {
    text: writtenContent(written.text, params.encoding),
    status: overallStatus(
      receipts.map(({ status, groups }) => ({ status, parts: groups.map((group) => group.status) })),
    ),
    controlNumber: written.controlNumbers[0] ?? '',
    receiver: String(answer.interchanges[0]?.receiver ?? ''),
  };
  return { port: 'out', value };
};
