import { getOverview } from '@lockstep/schema/api';
import { FlaskConical } from 'lucide-react';
import { useCall } from '../api/index.ts';

/** Over every screen of an installation whose runs automated tests may forget. */
export function TestModeBanner() {
  const overview = useCall(getOverview, {}, { refetchInterval: 30_000 });
  if (overview.data?.testApi !== true) return null;
  return (
    <div
      role="note"
      data-testid="test-mode"
      className="flex items-center gap-2.5 border-waiting/30 border-b bg-waiting-soft px-5 py-2 text-sm text-waiting"
    >
      <FlaskConical size={15} className="shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">Test mode.</strong> Automated tests may forget every run here at any moment.
      </p>
    </div>
  );
}
