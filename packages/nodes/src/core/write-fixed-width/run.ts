import type { RunNode } from '@lockstep/schema/node';
import { layoutOf } from '../../formats/fixed-width/layout-param.ts';
import { writeFixedWidth } from '../../formats/fixed-width/write.ts';
import { writtenContent } from '../../formats/kit/content.ts';
import { notWritten, rowsToWrite } from '../../formats/kit/rows-to-write.ts';
import type { writeFixedWidthNode } from './definition.ts';

export const runWriteFixedWidth: RunNode<typeof writeFixedWidthNode> = async ({ params, input }) => {
  const newline = params.newline === 'lf' ? '\n' : '\r\n';
  const written = writeFixedWidth(rowsToWrite(params.rows, input), layoutOf(params), newline);
  if (!written.ok) throw notWritten('fixed-width-not-written', written.issues[0]?.message ?? '');
  return { port: 'out', value: writtenContent(written.text, params.encoding) };
};
