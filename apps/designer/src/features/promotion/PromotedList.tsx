import type { Promotion } from '@lockstep/schema/api';
import { ExternalLink } from 'lucide-react';

/** What became of each flow, with the way to it there. */
export function PromotedList({ promotion: { flows, url, environment } }: { readonly promotion: Promotion }) {
  return (
    <ul className="flex flex-col gap-0.5 text-sm">
      {flows.map(({ flowId, flowName, version, becomes, refused }) => (
        <li key={flowId}>
          {becomes === undefined ? (
            <>
              {flowName}, version {version}: not published. {refused}
            </>
          ) : (
            <>
              <a
                href={`${url}/flows/${flowId}?v=${becomes}`}
                className="rounded text-accent-text hover:underline"
                target="_blank"
                rel="noreferrer"
              >
                {flowName}, version {becomes} at {environment}
                <ExternalLink size={12} aria-hidden="true" className="ml-1 inline" />
              </a>{' '}
              <span className="text-muted">from version {version}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
