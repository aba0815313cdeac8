import type { RunNode } from '@lockstep/schema/node';
import { documentOf } from '../../formats/edi/kit/document.ts';
import { momentOfRun } from '../../formats/edi/kit/moment-of-run.ts';
import { NEWLINES } from '../../formats/edi/kit/params.ts';
import { isObject } from '../../formats/edi/kit/raw-segment.ts';
import { writeX12 } from '../../formats/edi/x12/write.ts';
import { writtenContent } from '../../formats/kit/content.ts';
import { notWritten } from '../../formats/kit/rows-to-write.ts';
import type { writeX12Node } from './definition.ts';

export const runWriteX12: RunNode<typeof writeX12Node> = async ({ params, input }, ctx) => {
  const type = params.set === 'from-message' ? undefined : params.set;
  const document = documentOf(params.document ?? input, { list: 'transactions', kind: 'set', type });
  if (!document) {
    throw notWritten(
      'x12-no-transactions',
      'The document must have transactions: { set, data }, a list of them, or what Parse X12 gives.',
    );
  }
  const { technical } = document.given;
  const written = writeX12(
    {
      interchanges: document.interchanges,
      transactions: document.messages,
      technical: Array.isArray(technical) ? technical.filter(isObject) : [],
    },
    {
      senderQualifier: params.senderQualifier,
      sender: params.sender,
      receiverQualifier: params.receiverQualifier,
      receiver: params.receiver,
      groupSender: params.groupSender,
      groupReceiver: params.groupReceiver,
      controlNumber: String(params.controlNumber),
      ...(params.version !== 'from-message' && { version: params.version }),
      ...(params.usage !== 'from-message' && { usage: params.usage }),
      ...(params.acknowledgement !== 'from-message' && { acknowledgementRequested: params.acknowledgement === 'yes' }),
      separators: {
        element: params.elementSeparator,
        component: params.componentSeparator,
        repetition: params.repetitionSeparator,
        segment: params.segmentTerminator,
      },
      separatorsInText: params.separatorsInText,
      newline: NEWLINES[params.newline],
      isLenient: params.values === 'lenient',
      ...momentOfRun(ctx),
    },
  );
  if (written.ok) return { port: 'out', value: writtenContent(written.text, params.encoding) };
  const [{ path, message } = { path: '', message: '' }] = written.issues;
  const more = written.issues.length > 1 ? ` (and ${written.issues.length - 1} more)` : '';
  throw notWritten('x12-not-written', `${path === '' ? '' : `${path}: `}${message}${more}`);
};
