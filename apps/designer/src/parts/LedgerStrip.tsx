import { getLedger, type LedgerSums } from '@lockstep/schema/api';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useCall } from '../api/index.ts';
import { formatCount } from '../ui/index.ts';

const REFRESH_MS = 5_000;
const PARTS: readonly (readonly [keyof LedgerSums, string, string])[] = [
  ['done', 'done', 'text-ok'],
  ['filtered', 'filtered', 'text-muted'],
  ['exceptions', 'exceptions', 'text-failed'],
  ['replayed', 'replayed', 'text-muted'],
  ['cancelled', 'cancelled', 'text-muted'],
  ['inFlight', 'in flight', 'text-running'],
];

export interface LedgerStripProps {
  /** One flow; all of them when absent. */
  readonly flow?: string;
  /** Accepted since then (ISO); everything when absent. */
  readonly from?: string;
  /** Words behind the sum, such as “in 24 hours”. */
  readonly span?: string;
}

/** What became of every message accepted, as one equation. Nothing where nothing was accepted yet. */
export function LedgerStrip({ flow, from, span }: LedgerStripProps) {
  const ledger = useCall(getLedger, { query: { flow, from } }, { refetchInterval: REFRESH_MS });
  const flows = ledger.data?.flows ?? [];
  const sums = flows.reduce(addUp, NOTHING);
  if (sums.accepted === 0 && sums.missing === 0) return null;
  const reasons = flows.flatMap((one) => one.reasons.map(({ reason, count }) => `${formatCount(count)} × ${reason}`));
  const balanced = sums.missing === 0 && ledger.data?.balanced !== false;
  return (
    <p
      data-testid="ledger-strip"
      data-balanced={balanced}
      className="tabular flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-muted text-xs"
    >
      {balanced ? (
        <CircleCheck size={13} aria-hidden="true" className="shrink-0 text-ok" />
      ) : (
        <TriangleAlert size={13} aria-hidden="true" className="shrink-0 text-failed" />
      )}
      <span>
        <strong className="font-semibold text-text">{formatCount(sums.accepted)}</strong> accepted
        {span !== undefined && ` ${span}`} =
      </span>
      {PARTS.filter(([key]) => key === 'done' || sums[key] > 0).map(([key, label, tone], index) => (
        <span key={key} title={key === 'filtered' ? reasons.join('\n') : undefined}>
          {index > 0 && '+ '}
          <strong className={`font-semibold ${tone}`}>{formatCount(sums[key])}</strong>{' '}
          {key === 'exceptions' && sums[key] === 1 ? 'exception' : label}
        </span>
      ))}
      {sums.missing !== 0 && (
        <strong className="font-semibold text-failed">
          {sums.missing > 0
            ? `+ ${formatCount(sums.missing)} unaccounted for`
            : `− ${formatCount(-sums.missing)} never accepted`}
        </strong>
      )}
    </p>
  );
}

const NOTHING: LedgerSums = {
  accepted: 0,
  done: 0,
  filtered: 0,
  exceptions: 0,
  replayed: 0,
  cancelled: 0,
  inFlight: 0,
  missing: 0,
};

function addUp(sum: LedgerSums, one: LedgerSums): LedgerSums {
  return {
    accepted: sum.accepted + one.accepted,
    done: sum.done + one.done,
    filtered: sum.filtered + one.filtered,
    exceptions: sum.exceptions + one.exceptions,
    replayed: sum.replayed + one.replayed,
    cancelled: sum.cancelled + one.cancelled,
    inFlight: sum.inFlight + one.inFlight,
    missing: sum.missing + one.missing,
  };
}
