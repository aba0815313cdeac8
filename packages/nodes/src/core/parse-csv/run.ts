import type { RunNode } from '@lockstep/schema/node';
import { parseCsv } from '../../formats/csv/parse.ts';
import { textToRead } from '../../formats/kit/content.ts';
import { rejection } from '../../formats/kit/rejection.ts';
import type { parseCsvNode } from './definition.ts';

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
const QUOTES = { double: '"', single: "'", none: '' } as const;

export const runParseCsv: RunNode<typeof parseCsvNode> = async ({ params, input }) => {
  const { delimiter, otherDelimiter, header } = params;
  const quote = QUOTES[params.quote];
  const between = delimiter === 'other' ? otherDelimiter : delimiter === 'auto' ? '' : DELIMITERS[delimiter];
  const { head, rows, issues, issueCount, isCut } = parseCsv(textToRead(params, input), {
    ...(between !== '' && { delimiter: between }),
    quote,
    escape: params.escape === 'backslash' ? '\\' : quote,
    header: header === 'named' ? params.columnNames : header,
    columns: params.numbers,
    decimal: params.decimal,
    comment: params.comment,
    totalsRows: params.totalsRows,
    trim: params.trim,
    relaxed: params.relaxed,
    maxRows: params.maxRows,
  });
  if (issueCount > 0 && (isCut || params.onIssue === 'reject')) {
    return { port: 'rejected', value: rejection({ issues, issueCount, rowCount: rows.length, noun: 'rows' }) };
  }
  const columns = head?.columns ? [...head.columns] : null;
  return { port: 'out', value: { columns, rows: [...rows], issues: [...issues], issueCount } };
};
