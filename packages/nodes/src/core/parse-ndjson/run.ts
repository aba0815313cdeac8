import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { textToRead } from '../../formats/kit/content.ts';
import { rejection } from '../../formats/kit/rejection.ts';
import { type NdjsonIssue, readNdjson } from '../../formats/ndjson/read.ts';
import type { parseNdjson } from './definition.ts';

const MAX_ISSUES = 100;

export const runParseNdjson: RunNode<typeof parseNdjson> = async ({ params, input }) => {
  const rows: Json[] = [];
  const issues: NdjsonIssue[] = [];
  let [issueCount, isCut] = [0, false];
  for (const item of readNdjson(textToRead(params, input), { maxRows: params.maxRows })) {
    if (item.kind === 'row') rows.push(item.value);
    else {
      issueCount += 1;
      isCut ||= item.isFatal;
      if (issues.length < MAX_ISSUES) issues.push(item.issue);
    }
  }
  if (issueCount > 0 && (isCut || params.onIssue === 'reject')) {
    return { port: 'rejected', value: rejection({ issues, issueCount, rowCount: rows.length, noun: 'lines' }) };
  }
  return { port: 'out', value: { rows, issues, issueCount } };
};
