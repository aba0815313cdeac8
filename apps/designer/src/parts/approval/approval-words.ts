import type { ApprovalStatus, ApprovalView } from '@lockstep/schema/api';
import { formatAbsolute, type StatusTone } from '../../ui/index.ts';

/** How each state of an approval looks. */
export const APPROVAL_LOOK: Readonly<Record<ApprovalStatus, { readonly label: string; readonly tone: StatusTone }>> = {
  open: { label: 'Waiting for an answer', tone: 'waiting' },
  approved: { label: 'Approved', tone: 'ok' },
  rejected: { label: 'Rejected', tone: 'failed' },
  expired: { label: 'Nobody answered', tone: 'idle' },
  withdrawn: { label: 'Withdrawn', tone: 'idle' },
};

/** What became of an approval that is not open any more, with who and when. */
export function settledSentence({ status, decidedBy, settledAt }: ApprovalView): string {
  const when = settledAt === undefined ? '' : `, ${formatAbsolute(Date.parse(settledAt))}`;
  switch (status) {
    case 'open':
      return 'Nobody has answered yet.';
    case 'approved':
    case 'rejected':
      return `${APPROVAL_LOOK[status].label}${decidedBy === undefined ? '' : ` by ${decidedBy}`}${when}.`;
    case 'expired':
      return `Its deadline passed without an answer${when}.`;
    case 'withdrawn':
      return `The run ended, or went on without an answer${when}.`;
    default:
      return status satisfies never;
  }
}
