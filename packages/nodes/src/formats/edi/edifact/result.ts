import { type ToldIssue, toldIssue } from '../kit/issues.ts';
import { type Acknowledged, acknowledgedOf } from './acknowledge.ts';
import type { EdifactInterchange, EdifactMessage, EdifactRead } from './document.ts';
import { type EdifactReceipt, receiptsOf } from './receipts.ts';

/** What a step gives of what was read. */
export interface EdifactResult {
  readonly interchanges: readonly EdifactInterchange[];
  readonly messages: readonly EdifactMessage[];
  readonly acknowledged: readonly Acknowledged[];
  readonly receipts: readonly EdifactReceipt[];
  /** The first of them. */
  readonly issues: readonly ToldIssue[];
  readonly issueCount: number;
  readonly warnings: readonly ToldIssue[];
  readonly warningCount: number;
}

/** Issues a step tells; all are counted. */
const MAX_TOLD = 100;

/**
 * What was read, as plain data: the messages that may go on, what CONTRL says of ours, and the receipts an acknowledgement is made
 * of. With a type, only messages of that type go on; CONTRL is told and no message then.
 */
export function edifactResult(
  read: EdifactRead,
  text: string,
  { type, raw }: { readonly type?: string | undefined; readonly raw: 'all' | 'unknown' },
): EdifactResult {
  const { interchanges, messages, issues, issueCount, warningCount } = read;
  const told = (isForgiven: boolean) =>
    issues
      .filter((issue) => issue.isForgiven === isForgiven)
      .slice(0, MAX_TOLD)
      .map((issue) => toldIssue(issue, text, messages[issue.transaction ?? -1]?.reference));
  const passing = messages.filter((each) => each.status !== 'rejected' && (type === undefined || each.type === type));
  return {
    interchanges,
    messages: raw === 'all' ? passing : passing.map((each) => (each.data === null ? each : { ...each, segments: [] })),
    acknowledged: acknowledgedOf(read),
    receipts: receiptsOf(read),
    issues: told(false),
    issueCount,
    warnings: told(true),
    warningCount,
  };
}
