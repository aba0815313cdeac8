import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { formatCount, formatDuration, Td } from '../../ui/index.ts';
import { failedShare, type OperateRow } from './operate-model.ts';

export interface StatsRowProps {
  readonly flowId: string;
  readonly row: OperateRow;
  /** The same step of the version it is compared with. */
  readonly than: OperateRow | undefined;
  readonly selected: boolean;
  readonly onSelect: (node: string) => void;
  /** Place in the table, from 1: of many rows only some are drawn. */
  readonly position: number;
}

/** What one step did. Each number leads to what is behind it. */
export function StatsRow({ flowId, row, than, selected, onSelect, position }: StatsRowProps) {
  const share = failedShare(row);
  const thanShare = than && failedShare(than);
  return (
    <tr aria-rowindex={position + 1} aria-current={selected || undefined} className="aria-[current]:bg-accent-soft">
      <Td>
        <button type="button" className="rounded font-medium hover:underline" onClick={() => onSelect(row.node)}>
          {row.name}
        </button>
      </Td>
      <Figure than={than && formatCount(than.done)}>
        {row.done === 0 ? (
          '0'
        ) : (
          <Link to="/runs" search={{ flow: flowId, test: 'false' }} className="rounded hover:underline">
            {formatCount(row.done)}
          </Link>
        )}
      </Figure>
      <Figure
        than={than && (thanShare === undefined ? '–' : percent(thanShare))}
        worse={share !== undefined && thanShare !== undefined && share > thanShare}
      >
        {row.failed === 0 ? (
          '0'
        ) : (
          <Link
            to="/runs"
            search={{ flow: flowId, status: 'exception', test: 'false' }}
            className="rounded font-medium text-failed hover:underline"
          >
            {formatCount(row.failed)} ({percent(share ?? 0)})
          </Link>
        )}
      </Figure>
      <Figure than={than && formatCount(than.retries)}>{formatCount(row.retries)}</Figure>
      {(['p50', 'p95', 'p99'] as const).map((at) => (
        <Figure
          key={at}
          than={than && duration(than.latencyMs?.[at])}
          worse={(row.latencyMs?.[at] ?? 0) > (than?.latencyMs?.[at] ?? Number.POSITIVE_INFINITY)}
        >
          {duration(row.latencyMs?.[at])}
        </Figure>
      ))}
      <Figure>
        {row.waiting === 0 ? (
          '0'
        ) : (
          <Link to="/runs" search={{ flow: flowId, status: 'waiting' }} className="rounded hover:underline">
            {formatCount(row.waiting)}
          </Link>
        )}
      </Figure>
      <Figure>
        {row.open === 0 ? (
          '0'
        ) : (
          <Link to="/exceptions" search={{ flow: flowId }} className="rounded font-medium text-failed hover:underline">
            {formatCount(row.open)}
          </Link>
        )}
      </Figure>
    </tr>
  );
}

/** A number, and below it what it is in the version it is compared with. */
function Figure({
  children,
  than,
  worse = false,
}: {
  readonly children: ReactNode;
  readonly than?: string | undefined;
  readonly worse?: boolean;
}) {
  return (
    <Td className="px-2 text-right">
      <span className="tabular">{children}</span>
      {than !== undefined && (
        <span className={clsx('tabular block text-xs', worse ? 'text-failed' : 'text-muted')}>
          <span className="sr-only">{worse ? 'worse than ' : 'compared with '}</span>
          {worse && <span aria-hidden="true">▲ </span>}
          {than}
        </span>
      )}
    </Td>
  );
}

function duration(ms: number | undefined): string {
  return ms === undefined ? '–' : formatDuration(ms);
}

/** Small shares are told as such: 0 % would be a lie. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(share * 100)} %`;
}
