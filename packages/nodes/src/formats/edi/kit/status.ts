import type { Issue } from './issues.ts';

/** What became of a message: taken, taken with what was forgiven, or not. */
export type Status = 'accepted' | 'accepted-with-errors' | 'rejected';

/** What becomes of each message: its own faults, and those of the group and interchange it lies in, decide. */
export function statusesOf(
  issues: readonly Issue[],
  messages: readonly { readonly interchange: number; readonly group: number | null }[],
): readonly Status[] {
  const rejected = new Set<string>();
  const noted = new Set<string>();
  for (const { interchange, group, transaction, level, isForgiven } of issues) {
    const where =
      level === 'interchange' ? `i${interchange}` : level === 'group' ? `g${interchange}/${group}` : `t${transaction}`;
    (isForgiven ? noted : rejected).add(where);
  }
  return messages.map(({ interchange, group }, index) => {
    if (rejected.has(`i${interchange}`) || rejected.has(`g${interchange}/${group}`) || rejected.has(`t${index}`)) {
      return 'rejected';
    }
    return noted.has(`t${index}`) ? 'accepted-with-errors' : 'accepted';
  });
}

/** What became of several interchanges and their parts, in one word. */
export function overallStatus(
  whole: readonly { readonly status: string; readonly parts: readonly string[] }[],
): Status | 'partly-accepted' {
  const isLost = ({ status, parts }: { readonly status: string; readonly parts: readonly string[] }) =>
    status === 'rejected' || (parts.length > 0 && parts.every((part) => part === 'rejected'));
  if (whole.length > 0 && whole.every(isLost)) return 'rejected';
  const all = whole.flatMap(({ status, parts }) => [status, ...parts]);
  if (all.includes('rejected') || all.includes('partly-accepted')) return 'partly-accepted';
  return all.includes('accepted-with-errors') ? 'accepted-with-errors' : 'accepted';
}
