import { type ToldIssue, toldIssue } from '../kit/issues.ts';
import { type Acknowledged, acknowledgedOf } from './acknowledged.ts';
import type { X12Interchange, X12Read, X12Transaction } from './document.ts';
import { receiptsOf, type X12Receipt } from './receipts.ts';

/** What a step gives of what was read. */
export interface X12Result {
  readonly interchanges: readonly X12Interchange[];
  readonly transactions: readonly X12Transaction[];
  readonly technical: X12Read['technical'];
  readonly acknowledged: readonly Acknowledged[];
  readonly receipts: readonly X12Receipt[];
  /** The first of them. */
  readonly issues: readonly ToldIssue[];
  readonly issueCount: number;
  readonly warnings: readonly ToldIssue[];
  readonly warningCount: number;
}

/** Issues a step tells; all are counted. */
const MAX_TOLD = 100;

/**
 * What was read, as plain data: the transactions that may go on, what acknowledgements say of ours, and the receipts an
 * acknowledgement is made of. With a set, only transactions of that set go on; acknowledgements are told and no transaction then.
 */
export function x12Result(
  read: X12Read,
  text: string,
  { set, raw }: { readonly set?: string | undefined; readonly raw: 'all' | 'unknown' },
): X12Result {
  const { interchanges, transactions, technical, issues, issueCount, warningCount } = read;
  const told = (isForgiven: boolean) =>
    issues
      .filter((issue) => issue.isForgiven === isForgiven)
      .slice(0, MAX_TOLD)
      .map((issue) => toldIssue(issue, text, transactions[issue.transaction ?? -1]?.controlNumber));
  const passing = transactions.filter((each) => each.status !== 'rejected' && (set === undefined || each.set === set));
  return {
    interchanges,
    transactions:
      raw === 'all' ? passing : passing.map((each) => (each.data === null ? each : { ...each, segments: [] })),
    technical,
    acknowledged: acknowledgedOf(read),
    receipts: receiptsOf(read),
    issues: told(false),
    issueCount,
    warnings: told(true),
    warningCount,
  };
}
