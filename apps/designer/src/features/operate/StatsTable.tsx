import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { formatCount, formatDuration, Table, Td, Th } from '../../ui/index.ts';
import { failedShare, type OperateRow } from './operate-model.ts';

export interface StatsTableProps {
  readonly flowId: string;
  readonly rows: readonly OperateRow[];
  /** The same steps of another version, and its number; `undefined` when none is compared. */
  readonly versus: { readonly version: number; readonly rows: readonly OperateRow[] } | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (node: string) => void;
}

/** What each step did, as numbers: the picture above in words. Each number leads to what is behind it. */
export function StatsTable({ flowId, rows, versus, selected, onSelect }: StatsTableProps) {
  const other = new Map(versus?.rows.map((row) => [row.node, row]));
  return (
    <Table label="What the steps did">
      <thead>
        <tr>
          <Th className="w-56">Step</Th>
          <Th className="w-20 px-2 text-right">Done</Th>
          <Th className="w-20 px-2 text-right">Failed</Th>
          <Th className="w-20 px-2 text-right">Retries</Th>
          <Th className="w-20 px-2 text-right">p50</Th>
          <Th className="w-20 px-2 text-right">p95</Th>
          <Th className="w-20 px-2 text-right">p99</Th>
          <Th className="w-20 px-2 text-right">Waiting</Th>
          <Th className="w-20 px-2 text-right">Exceptions</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const than = other.get(row.node);
          const share = failedShare(row);
          const thanShare = than && failedShare(than);
          return (
            <tr
              key={row.node}
              aria-current={row.node === selected || undefined}
              className="aria-[current]:bg-accent-soft"
            >
              <Td>
                <button
                  type="button"
                  className="rounded font-medium hover:underline"
                  onClick={() => onSelect(row.node)}
                >
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
                  <Link
                    to="/exceptions"
                    search={{ flow: flowId }}
                    className="rounded font-medium text-failed hover:underline"
                  >
                    {formatCount(row.open)}
                  </Link>
                )}
              </Figure>
            </tr>
          );
        })}
      </tbody>
    </Table>
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
