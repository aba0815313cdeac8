import { type RunNode, StepError } from '@lockstep/schema/node';
import { writeCsv } from '../../formats/csv/write.ts';
import { writtenContent } from '../../formats/kit/content.ts';
import type { writeCsvNode } from './definition.ts';

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

export const runWriteCsv: RunNode<typeof writeCsvNode> = async ({ params, input }) => {
  const rows = params.rows === undefined ? input : params.rows;
  if (!Array.isArray(rows)) throw notWritten('The rows are not a list.');
  const written = writeCsv(rows, {
    ...(params.columns.length > 0 && { columns: params.columns }),
    header: params.header,
    delimiter: DELIMITERS[params.delimiter],
    quote: params.quotes === 'never' ? '' : '"',
    quoteAll: params.quotes === 'everywhere',
    decimal: params.decimal,
    newline: params.newline === 'lf' ? '\n' : '\r\n',
    escapeFormulas: params.escapeFormulas,
  });
  if (written.ok) {
    const text = params.byteOrderMark ? `\ufeff${written.text}` : written.text;
    return { port: 'out', value: writtenContent(text, params.encoding) };
  }
  const [{ row, column, message } = { row: 0, message: '' }] = written.issues;
  throw notWritten(`Row ${row}${column === undefined ? '' : `, column ${column}`}: ${message}`);
};

function notWritten(message: string): StepError {
  return new StepError({ kind: 'item', category: 'mapping', code: 'csv-not-written', message });
}
