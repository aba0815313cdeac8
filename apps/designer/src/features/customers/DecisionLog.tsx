import type { CustomerMoment } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Card, Time } from '../../ui/index.ts';
import { entryWords } from './customer-words.ts';

/** Who won when, what was merged and taken apart, who was told and who was not. The newest first. */
export function DecisionLog({ log }: { readonly log: readonly CustomerMoment[] }) {
  return (
    <Card title="Decisions">
      <ol className="flex flex-col gap-2 text-sm" aria-label="Decisions">
        {log.map(({ id, at, entry, run }) => (
          <li key={id} className="flex items-baseline justify-between gap-3">
            <span className={entry.type === 'blocked' ? 'min-w-0 text-failed' : 'min-w-0 [overflow-wrap:anywhere]'}>
              {entryWords(entry)}
            </span>
            <span className="flex shrink-0 items-baseline gap-2 text-muted text-xs">
              {run && (
                <Link
                  to="/runs/$runId"
                  params={{ runId: run.runId }}
                  search={{}}
                  className="max-w-40 truncate rounded text-accent-text hover:underline"
                >
                  {run.flowName ?? run.flowId}
                </Link>
              )}
              <Time at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
