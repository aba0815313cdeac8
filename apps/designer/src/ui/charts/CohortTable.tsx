import type { PictureOf } from '@lockstep/schema/api';
import { Table, Td, Th } from '../Table.tsx';
import { formatValue, formatWhen } from './values.ts';

/** Of those of an hour, the share that was done after so long; the fuller, the greener. */
export function CohortTable({ picture }: { readonly picture: PictureOf<'cohorts'> }) {
  return (
    <div className="max-h-72 overflow-y-auto" {...SCROLLS}>
      <Table label={picture.title}>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            <Th className="w-44 px-2!">From</Th>
            <Th className="px-2! text-right!">Came in</Th>
            {picture.columns.map((label) => (
              <Th key={label} className="px-2! text-right!">
                {label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {picture.rows.map(({ at, total, shares }) => (
            <tr key={at}>
              <Td className="h-8! px-2! text-muted">{formatWhen(at)}</Td>
              <Td className="tabular h-8! px-2! text-right">{formatValue(total, 'count')}</Td>
              {shares.map((share, nr) => (
                <Td key={picture.columns[nr]} className="tabular relative h-8! px-2! text-right">
                  <span
                    aria-hidden="true"
                    className="absolute inset-0.5 rounded bg-ok"
                    style={{ opacity: (share ?? 0) * 0.28 }}
                  />
                  <span className="relative">{formatValue(share, 'share')}</span>
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** What scrolls can be reached by keys. */
const SCROLLS = { tabIndex: 0 } as const;
