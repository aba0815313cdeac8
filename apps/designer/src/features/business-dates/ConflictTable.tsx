import type { BusinessDates, DateConflict } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Card, formatCount, Table, Td, Th } from '../../ui/index.ts';

/** Orders that systems have under different dates, or of which one tells a time still to come. */
export function ConflictTable({ dates: { conflicts, conflictCount } }: { readonly dates: BusinessDates }) {
  const shown = conflicts.length < conflictCount ? `, the newest ${conflicts.length} of them` : '';
  return (
    <Card flush title={`Where they disagree: ${formatCount(conflictCount)}${shown}`}>
      <Table label="Orders with different dates">
        <thead>
          <tr>
            <Th className="w-56">Order</Th>
            <Th className="w-36">Business date</Th>
            <Th>What systems say</Th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map((conflict) => (
            <Row key={conflict.key} conflict={conflict} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ conflict: { key, title, date, at, systems } }: { readonly conflict: DateConflict }) {
  return (
    <tr className="hover:bg-hover/60">
      <Td className="truncate">
        <Link
          to="/cases/$kind/$key"
          params={{ kind: 'order', key }}
          className="rounded font-medium text-accent-text hover:underline"
        >
          {key}
        </Link>
        {title !== undefined && <span className="ml-2 text-muted text-xs">{title}</span>}
      </Td>
      <Td title={utcWords(at)}>{date}</Td>
      <Td>
        <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
          {systems.map((each) => (
            <li key={each.system} title={`${utcWords(each.at)}; heard ${utcWords(each.toldAt)}`}>
              {each.system}{' '}
              <span className={each.date === date ? 'text-muted' : 'font-medium text-failed'}>{each.date}</span>
              {each.ahead && <span className="text-failed">, its clock is ahead</span>}
            </li>
          ))}
        </ul>
      </Td>
    </tr>
  );
}

const utcWords = (at: string) => `${at.slice(0, 19).replace('T', ' ')} UTC`;
