import type { RunNode } from '@lockstep/schema/node';
import { edifactText } from '../../formats/edi/edifact/content.ts';
import { readEdifact } from '../../formats/edi/edifact/read.ts';
import { edifactResult } from '../../formats/edi/edifact/result.ts';
import { forgivingOf } from '../../formats/edi/kit/params.ts';
import { plainData } from '../../formats/edi/kit/plain-data.ts';
import type { parseEdifact } from './definition.ts';

export const runParseEdifact: RunNode<typeof parseEdifact> = async ({ params, input }) => {
  const { encoding } = params;
  const text = edifactText(params, input);
  const type = params.message === 'any' ? undefined : params.message;
  const read = readEdifact(text, {
    forgiving: forgivingOf(params),
    // Of character sets with one byte a character it does not matter which.
    encoding: encoding === 'text' ? 'utf-8' : encoding === 'by-syntax' ? 'iso-8859-1' : encoding,
    ...(type !== undefined && { type }),
  });
  const result = plainData(edifactResult(read, text, { type, raw: params.raw }));
  const hasGood = read.messages.some(({ status }) => status !== 'rejected');
  if (result.issueCount > 0 && (params.onIssue === 'reject' || !hasGood)) {
    const { messages: _, ...rest } = result;
    const first = result.issues[0]?.message ?? '';
    const message = result.issueCount === 1 ? first : `${result.issueCount} issues. The first: ${first}`;
    return { port: 'rejected', value: { message, ...rest } };
  }
  return { port: 'out', value: result };
};
