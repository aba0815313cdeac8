import type { PictureOf } from '@lockstep/schema/api';
import { Go } from './links.tsx';
import { formatValue } from './values.ts';

/** One stage below the other, each beginning where the one before usually ends. */
export function WaterfallChart({ picture }: { readonly picture: PictureOf<'waterfall'> }) {
  const end = Math.max(1, ...picture.rows.map(({ startMs, p95 }) => startMs + p95));
  const share = (ms: number) => `${(ms / end) * 100}%`;
  return (
    <ul className="flex flex-col gap-2.5 text-sm">
      {picture.rows.map(({ label, startMs, p50, p95, n, href }) => (
        <li key={label} className="grid grid-cols-[minmax(0,2fr)_minmax(0,4fr)] items-center gap-x-3">
          <Go href={href} className="min-w-0 truncate rounded hover:underline">
            {label}
          </Go>
          <span aria-hidden="true" className="relative h-3.5 rounded bg-sunken">
            <span
              className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-undone"
              style={{ left: share(startMs), width: share(p95) }}
            />
            <span
              className="absolute inset-y-0 min-w-0.5 rounded bg-accent"
              style={{ left: share(startMs), width: share(p50) }}
            />
          </span>
          <span className="tabular col-start-2 text-muted text-xs">
            half within {formatValue(p50, 'ms')}, 95 % within {formatValue(p95, 'ms')}, of {formatValue(n, 'count')}
          </span>
        </li>
      ))}
    </ul>
  );
}
