import type { CaseSummary } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Badge, formatCount, Table, Td, Th, Time } from '../../ui/index.ts';
import { stateWords } from './case-words.ts';
import { NextStep } from './NextStep.tsx';
import { StateBadge } from './StateBadge.tsx';

/** Cases, one a row; the whole row leads to the case. */
export function CaseTable({ cases }: { readonly cases: readonly CaseSummary[] }) {
  return (
    <Table label="Cases">
      <thead>
        <tr>
          <Th>Case</Th>
          <Th className="w-40 @7xl:w-1/6">State</Th>
          <Th className="w-52 @7xl:w-1/4">Expected next</Th>
          <Th className="hidden w-28 @7xl:w-1/8 @2xl:table-cell">Exceptions</Th>
          <Th className="hidden w-32 @7xl:w-1/8 @3xl:table-cell">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {cases.map((row) => (
          <tr
            key={`${row.kind} ${row.key}`}
            data-testid={`case-row:${row.kind}:${row.key}`}
            className="relative hover:bg-hover/60"
          >
            <Td>
              <Link
                to="/cases/$kind/$key"
                params={{ kind: row.kind, key: row.key }}
                title={row.key}
                className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
              >
                {stateWords(row.kind)} {row.key}
              </Link>
              {row.title !== undefined && <p className="truncate text-muted text-xs">{row.title}</p>}
            </Td>
            <Td>
              <StateBadge state={row.state} />
            </Td>
            <Td>{row.next === undefined ? <span className="text-faint">–</span> : <NextStep next={row.next} />}</Td>
            <Td className="hidden @2xl:table-cell">
              {row.exceptions === 0 ? (
                <span className="text-muted">None</span>
              ) : (
                <Badge tone="failed">{formatCount(row.exceptions)} open</Badge>
              )}
            </Td>
            <Td className="hidden text-muted @3xl:table-cell">
              <Time at={row.changedAt} className="relative z-10" />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
