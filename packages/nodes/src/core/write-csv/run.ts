import type { RunNode } from '@lockstep/schema/node';
import { writeCsv } from '../../formats/csv/write.ts';
import { writtenContent } from '../../formats/kit/content.ts';
import { notWritten, rowsToWrite } from '../../formats/kit/rows-to-write.ts';
import type { writeCsvNode } from './definition.ts';

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

export const runWriteCsv: RunNode<typeof writeCsvNode> = async ({ params, input }) => {
  const written = writeCsv(rowsToWrite(params.rows, input), {
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
  throw notWritten('csv-not-written', `Row ${row}${column === undefined ? '' : `, column ${column}`}: ${message}`);
};
