import { ANY_KIND } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Card, formatCount } from '../../ui/index.ts';

/** Business keys that flows use without keeping a case: their runs can be looked at as a story all the same. */
export function KeyList({ keys }: { readonly keys: readonly { readonly key: string; readonly runs: number }[] }) {
  return (
    <Card title="Business keys of runs, without a case">
      <ul className="flex flex-wrap gap-2">
        {keys.map(({ key, runs }) => (
          <li key={key}>
            <Link
              to="/cases/$kind/$key"
              params={{ kind: ANY_KIND, key }}
              className="flex h-8 max-w-72 touch:h-11 items-center gap-2 rounded-lg border px-2.5 text-sm hover:bg-hover"
            >
              <span className="truncate font-medium">{key}</span>
              <span className="tabular shrink-0 text-muted text-xs">
                {runs === 1 ? '1 run' : `${formatCount(runs)} runs`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
