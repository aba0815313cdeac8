import type { RunNode } from '@lockstep/schema/node';
import { layoutOf } from '../../formats/fixed-width/layout-param.ts';
import { readFixedWidth } from '../../formats/fixed-width/read.ts';
import { textToRead } from '../../formats/kit/content.ts';
import { rejection } from '../../formats/kit/rejection.ts';
import type { parseFixedWidth } from './definition.ts';

export const runParseFixedWidth: RunNode<typeof parseFixedWidth> = async ({ params, input }) => {
  const layout = layoutOf(params);
  const read = readFixedWidth(textToRead(params, input), layout);
  const { issueCount } = read;
  const issues = [...read.issues];
  if (issueCount > 0 && params.onIssue === 'reject') {
    return { port: 'rejected', value: rejection({ issues, issueCount, rowCount: read.rows.length, noun: 'places' }) };
  }
  const rows = read.rows.map(({ record, values }) => (layout.recordType ? { record, values } : values));
  return { port: 'out', value: { rows, issues, issueCount } };
};
