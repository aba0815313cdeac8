import { listUnmapped } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useCall } from '../../api/index.ts';
import { formatCount } from '../../ui/index.ts';

const LOOK =
  'flex h-7 items-center gap-1.5 rounded-md px-2.5 font-medium text-sm text-muted hover:text-text data-[status=active]:bg-raised data-[status=active]:text-text data-[status=active]:shadow-pop';

/** The two sides of tables: what is in them, and what is not. */
export function TablesNav() {
  const { data } = useCall(listUnmapped, { query: { limit: 1 } });
  return (
    <nav aria-label="Tables" className="flex h-8 items-center gap-0.5 rounded-lg bg-sunken p-0.5">
      <Link to="/tables" activeOptions={{ exact: true, includeSearch: false }} className={LOOK}>
        Tables
      </Link>
      <Link to="/tables/unmapped" activeOptions={{ includeSearch: false }} className={clsx(LOOK)}>
        Unmapped codes
        {data !== undefined && <span className="tabular font-normal text-xs">{formatCount(data.open)}</span>}
      </Link>
    </nav>
  );
}
