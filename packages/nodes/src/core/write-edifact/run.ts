import type { RunNode } from '@lockstep/schema/node';
import { edifactContent } from '../../formats/edi/edifact/content.ts';
import { writeEdifact } from '../../formats/edi/edifact/write.ts';
import { documentOf } from '../../formats/edi/kit/document.ts';
import { momentOfRun } from '../../formats/edi/kit/moment-of-run.ts';
import { NEWLINES } from '../../formats/edi/kit/params.ts';
import { notWritten } from '../../formats/kit/rows-to-write.ts';
import type { writeEdifactNode } from './definition.ts';

export const runWriteEdifact: RunNode<typeof writeEdifactNode> = async ({ params, input }, ctx) => {
  const type = params.message === 'from-message' ? undefined : params.message;
  const document = documentOf(params.document ?? input, { list: 'messages', kind: 'type', type });
  if (!document) {
    throw notWritten(
      'edifact-no-messages',
      'The document must have messages: { type, data }, a list of them, or what Parse EDIFACT gives.',
    );
  }
  const written = writeEdifact(
    { interchanges: document.interchanges, messages: document.messages },
    {
      sender: params.sender,
      senderQualifier: params.senderQualifier,
      receiver: params.receiver,
      receiverQualifier: params.receiverQualifier,
      application: params.application,
      controlNumber: String(params.controlNumber),
      ...(params.syntax !== 'from-message' && { syntax: params.syntax }),
      ...(params.syntaxVersion !== 'from-message' && { syntaxVersion: params.syntaxVersion }),
      ...(params.acknowledgement !== 'from-message' && { acknowledgementRequested: params.acknowledgement === 'yes' }),
      ...(params.test !== 'from-message' && { isTest: params.test === 'yes' }),
      release: params.directory,
      association: params.association,
      decimalMark: params.decimal === 'comma' ? ',' : '.',
      una: params.una,
      newline: NEWLINES[params.newline],
      isLenient: params.values === 'lenient',
      ...momentOfRun(ctx),
    },
  );
  if (written.ok) return { port: 'out', value: edifactContent(written.text, written.syntax, params.encoding) };
  const [{ path, message } = { path: '', message: '' }] = written.issues;
  const more = written.issues.length > 1 ? ` (and ${written.issues.length - 1} more)` : '';
  throw notWritten('edifact-not-written', `${path === '' ? '' : `${path}: `}${message}${more}`);
};
