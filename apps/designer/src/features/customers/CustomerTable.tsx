import type { CustomerSummary } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Badge, formatCount, Table, Td, Th, Time } from '../../ui/index.ts';
import { systemWords } from './customer-words.ts';

/** Customers, one a row; the whole row leads to the record. */
export function CustomerTable({ customers }: { readonly customers: readonly CustomerSummary[] }) {
  return (
    <Table label="Customers">
      <thead>
        <tr>
          <Th>Customer</Th>
          <Th className="w-56">Known by</Th>
          <Th className="w-44">To look at</Th>
          <Th className="hidden w-32 @2xl:table-cell">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {customers.map(({ id, name, email, phone, systems, undecided, duplicates, changedAt }) => (
          <tr key={id} className="relative hover:bg-hover/60">
            <Td>
              <Link
                to="/customers/$id"
                params={{ id }}
                className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
              >
                {name ?? email ?? phone ?? id}
              </Link>
              <p className="truncate text-muted text-xs">
                {id}
                {email !== undefined && ` · ${email}`}
              </p>
            </Td>
            <Td>
              <span className="flex flex-wrap gap-1">
                {systems.map((system) => (
                  <Badge key={system} tone="plain">
                    {systemWords(system)}
                  </Badge>
                ))}
              </span>
            </Td>
            <Td>
              <span className="flex flex-wrap gap-1">
                {duplicates > 0 && (
                  <Badge tone="waiting">
                    {formatCount(duplicates)} possible {duplicates === 1 ? 'duplicate' : 'duplicates'}
                  </Badge>
                )}
                {undecided > 0 && <Badge tone="waiting">{formatCount(undecided)} to decide</Badge>}
                {duplicates + undecided === 0 && <span className="text-muted">Nothing</span>}
              </span>
            </Td>
            <Td className="hidden text-muted @2xl:table-cell">
              <Time at={changedAt} className="relative z-10" />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
