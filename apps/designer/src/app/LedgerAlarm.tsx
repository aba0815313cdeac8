import { getLedger } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../api/index.ts';
import { formatCount } from '../ui/index.ts';

const HOUR_MS = 3_600_000;
/** Events announce a change; this is for the case that one got lost. */
const REFRESH_MS = 60_000;

/** Over every screen while messages are unaccounted for. */
export function LedgerAlarm() {
  // What the audit found comes with any range; the sums of an hour are cheap.
  const [from] = useState(() => new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString());
  const ledger = useCall(getLedger, { query: { from } }, { refetchInterval: REFRESH_MS });
  const imbalances = ledger.data?.imbalances ?? [];
  if (imbalances.length === 0) return null;
  const flows = [...new Map(imbalances.map(({ flowId, flowName }) => [flowId, flowName]))];
  const missing = imbalances.reduce((sum, { expected, found }) => sum + Math.abs(expected - found), 0);
  const [first] = imbalances;
  return (
    <div
      role="alert"
      data-testid="ledger-alarm"
      className="flex items-center gap-2.5 border-failed/30 border-b bg-failed-soft px-5 py-2 text-failed text-sm"
    >
      <TriangleAlert size={15} className="shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">The ledger does not balance.</strong>{' '}
        {missing === 1 ? 'One message is' : `${formatCount(missing)} messages are`} unaccounted for in{' '}
        {flows.map(([flowId, flowName], index) => (
          <span key={flowId}>
            {index > 0 && ', '}
            <Link to="/runs" search={{ flow: flowId }} className="font-medium underline">
              {flowName}
            </Link>
          </span>
        ))}
        {first?.minute !== undefined && `, accepted around ${new Date(first.minute).toLocaleString()}`}. Rows were
        removed from the database; the log says where.
      </p>
    </div>
  );
}
