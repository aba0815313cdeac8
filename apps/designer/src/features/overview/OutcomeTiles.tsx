import type { getOverview, OkOf } from '@lockstep/schema/api';
import type { RunStatus } from '@lockstep/schema/run';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount, STATUS, StatusIcon, TONE_FILL } from '../../ui/index.ts';

type Overview = OkOf<typeof getOverview>;

const ORDER: readonly RunStatus[] = ['done', 'running', 'waiting', 'queued', 'exception', 'cancelled'];

/** Four numbers that lead to their lists, and the share of each outcome as a bar. */
export function OutcomeTiles({ overview }: { readonly overview: Overview }) {
  const { runs24h, inFlight, openExceptions, workers } = overview;
  const total = ORDER.reduce((sum, status) => sum + runs24h[status], 0);
  const ended = runs24h.done + runs24h.exception;
  return (
    <div className="grid grid-cols-3 gap-4 xl:grid-cols-[1fr_1fr_1fr_1.6fr]">
      <Tile
        title="Done"
        value={runs24h.done}
        note={ended === 0 ? 'Nothing has ended yet' : shareOf(runs24h.done, ended)}
      >
        <Link to="/runs" search={{ status: 'done' }} className={STRETCHED} aria-label="Runs that are done" />
      </Tile>
      <Tile
        title="In flight"
        value={inFlight}
        note={`${formatCount(runs24h.waiting)} waiting, ${formatCount(workers)} ${workers === 1 ? 'worker' : 'workers'}`}
      >
        <Link to="/runs" search={{ status: 'running' }} className={STRETCHED} aria-label="Runs in flight" />
      </Tile>
      <Tile
        title="Open exceptions"
        value={openExceptions}
        alarming={openExceptions > 0}
        note={openExceptions > 0 ? 'Need a person' : 'Nobody has to step in'}
      >
        <Link to="/exceptions" className={STRETCHED} aria-label="Open exceptions" />
      </Tile>
      <div className="col-span-3 flex min-h-24 flex-col justify-between gap-3 rounded-xl border bg-surface p-4 xl:col-span-1">
        <div className="flex items-baseline justify-between">
          <h2 className="text-muted text-sm">Runs in 24 hours</h2>
          <span className="tabular font-semibold text-base">{formatCount(total)}</span>
        </div>
        <div aria-hidden="true" className="flex h-2 gap-0.5 overflow-hidden rounded-full bg-sunken">
          {ORDER.filter((status) => runs24h[status] > 0).map((status) => (
            <span
              key={status}
              className={TONE_FILL[STATUS[status].tone]}
              style={{ flex: `${runs24h[status]} 0 3px` }}
            />
          ))}
        </div>
        <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs">
          {ORDER.map((status) => (
            <li key={status}>
              <Link
                to="/runs"
                search={{ status }}
                className="flex touch:min-h-11 items-center gap-1 rounded text-muted hover:text-text"
              >
                <StatusIcon status={status} size={12} />
                {STATUS[status].label}
                <span className="tabular font-medium text-text">{formatCount(runs24h[status])}</span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

const STRETCHED = 'absolute inset-0 rounded-xl';

interface TileProps {
  readonly title: string;
  readonly value: number;
  readonly note: string;
  readonly alarming?: boolean;
  /** The link that covers the tile. */
  readonly children: ReactNode;
}

function Tile({ title, value, note, alarming = false, children }: TileProps) {
  return (
    <div className="relative flex min-h-24 flex-col justify-between rounded-xl border bg-surface p-4 transition-colors hover:border-line-strong">
      <h2 className="text-muted text-sm">{title}</h2>
      <p className={`tabular font-semibold text-2xl tracking-tight ${alarming ? 'text-failed' : ''}`}>
        {formatCount(value)}
      </p>
      <p className="text-muted text-xs">{note}</p>
      {children}
    </div>
  );
}

/** `98.4 % of those that ended`; never rounds up to a whole that is not true. */
export function shareOf(part: number, whole: number): string {
  const share = Math.floor((part / whole) * 1_000) / 10;
  return `${share} % of those that ended`;
}
