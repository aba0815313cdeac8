import { getTouchStats, type TouchStats } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { TOUCH_WORDS } from '../../parts/touch-words.ts';
import { Card, formatCount, Segmented, SkeletonRows } from '../../ui/index.ts';
import { DAYS, type Days, trendWords } from './touch-trend.ts';

const REFRESH_MS = 15_000;
const OPTIONS = Object.entries(DAYS).map(([value, label]) => ({ value: value as Days, label }));

/** How often people had to step in for each 1,000 completed orders, whether that gets better, and what they did. */
export function TouchesCard() {
  const [days, setDays] = useState<Days>('7');
  const stats = useCall(getTouchStats, { query: { days: Number(days) } }, { refetchInterval: REFRESH_MS });
  return (
    <Card
      title="Manual touches per 1,000 orders"
      actions={
        <Link
          to="/touches"
          aria-label="List of touches"
          className="rounded font-medium text-accent-text text-xs hover:underline"
        >
          List
        </Link>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex">
          <Segmented label="Time looked at" value={days} options={OPTIONS} onChange={setDays} />
        </div>
        <AnswerView query={stats} what="Touches" loading={<SkeletonRows rows={2} label="Counting touches" />}>
          {(value) => <Numbers stats={value} />}
        </AnswerView>
      </div>
    </Card>
  );
}

function Numbers({ stats }: { readonly stats: TouchStats }) {
  const { perThousand, touches, orders, kinds, before, since } = stats;
  const trend = trendWords(stats, before);
  const Arrow = trend?.isBetter ? TrendingDown : TrendingUp;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className="tabular font-semibold text-2xl tracking-tight" data-testid="touches-per-thousand">
          {perThousand === undefined ? 'No order yet' : perThousand.toLocaleString('en')}
        </p>
        {trend && (
          <p className={`flex items-center gap-1 text-xs ${trend.isBetter ? 'text-ok' : 'text-failed'}`}>
            <Arrow size={13} aria-hidden="true" />
            {trend.text}
          </p>
        )}
      </div>
      {touches > 0 && <Bars bins={stats.bins} />}
      <p className="text-muted text-xs">
        {formatCount(touches)} {touches === 1 ? 'touch' : 'touches'}, {formatCount(orders)} completed{' '}
        {orders === 1 ? 'order' : 'orders'}
      </p>
      {kinds.length > 0 && (
        <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
          {kinds.slice(0, 5).map(({ what, n }) => (
            <li key={what}>
              <Link
                to="/touches"
                search={{ what, from: since }}
                className="rounded text-muted hover:text-text hover:underline"
              >
                {TOUCH_WORDS[what]} <span className="tabular font-medium text-text">{formatCount(n)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Touches over time. The numbers stand beside it, so it is hidden from those who hear the page. */
function Bars({ bins }: Pick<TouchStats, 'bins'>) {
  const most = Math.max(...bins.map(({ touches }) => touches), 1);
  return (
    <div aria-hidden="true" className="flex h-10 items-end gap-px">
      {bins.map(({ at, touches }) => (
        <span
          key={at}
          className={`min-h-px flex-1 rounded-t-sm ${touches === 0 ? 'bg-sunken' : 'bg-accent'}`}
          style={{ height: `${(touches / most) * 100}%` }}
        />
      ))}
    </div>
  );
}
