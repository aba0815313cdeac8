import type { PictureOf } from '@lockstep/schema/api';
import { Table, Td, Th } from '../Table.tsx';
import { Go } from './links.tsx';
import { TONE_BOX } from './tones.ts';
import { formatValue, formatWhen } from './values.ts';

type Rows = PictureOf<'rows'>;

/** Plain rows; the first cell opens what the row is about. */
export function RowTable({ picture }: { readonly picture: Rows }) {
  return (
    <Table label={picture.title}>
      <thead>
        <tr>
          {picture.columns.map(({ label, unit }, nr) => (
            <Th key={label} className={`px-2! ${isNumber(unit) ? 'text-right!' : ''} ${nr === 0 ? 'w-[36%]' : ''}`}>
              {label}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {picture.rows.map(({ cells, tone, href }, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are drawn whole, and two may say the same
          <tr key={row}>
            {cells.map((cell, nr) => {
              const { label = '', unit = 'text' } = picture.columns[nr] ?? {};
              return (
                <Td key={label} className={`h-9! px-2! ${isNumber(unit) ? 'tabular text-right' : ''}`}>
                  {nr === 0 ? (
                    <span className="flex items-center gap-2">
                      {tone !== undefined && (
                        <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${TONE_BOX[tone]}`} />
                      )}
                      <Go href={href} className="line-clamp-2 min-w-0 rounded hover:underline">
                        {cellText(cell, unit)}
                      </Go>
                    </span>
                  ) : (
                    cellText(cell, unit)
                  )}
                </Td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const isNumber = (unit: Rows['columns'][number]['unit']) => unit !== 'text' && unit !== 'at';

export function cellText(cell: string | number | null, unit: Rows['columns'][number]['unit']): string {
  if (cell === null) return '–';
  if (typeof cell === 'string' || unit === 'text') return String(cell);
  return unit === 'at' ? formatWhen(cell) : formatValue(cell, unit);
}
