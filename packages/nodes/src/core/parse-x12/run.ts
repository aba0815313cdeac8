import type { RunNode } from '@lockstep/schema/node';
import { forgivingOf } from '../../formats/edi/kit/params.ts';
import { plainData } from '../../formats/edi/kit/plain-data.ts';
import { readX12 } from '../../formats/edi/x12/read.ts';
import { x12Result } from '../../formats/edi/x12/result.ts';
import { textToRead } from '../../formats/kit/content.ts';
import type { parseX12 } from './definition.ts';

export const runParseX12: RunNode<typeof parseX12> = async ({ params, input }) => {
  const text = textToRead(params, input);
  const set = params.set === 'any' ? undefined : params.set;
  const read = readX12(text, {
    forgiving: forgivingOf(params),
    encoding: params.encoding === 'text' ? 'utf-8' : params.encoding,
    ...(set !== undefined && { set }),
  });
  const result = plainData(x12Result(read, text, { set, raw: params.raw }));
  const hasGood = read.transactions.some(({ status }) => status !== 'rejected');
  if (result.issueCount > 0 && (params.onIssue === 'reject' || !hasGood)) {
    const { transactions: _, technical: __, ...rest } = result;
    const first = result.issues[0]?.message ?? '';
    const message = result.issueCount === 1 ? first : `${result.issueCount} issues. The first: ${first}`;
    return { port: 'rejected', value: { message, ...rest } };
  }
  return { port: 'out', value: result };
};
