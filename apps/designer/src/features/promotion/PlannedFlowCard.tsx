import type { PlannedFlow, PlannedNeed } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleHelp, GitCompareArrows } from 'lucide-react';
import { Suspense } from 'react';
import { Badge, buttonClass, lazyPart } from '../../ui/index.ts';

// Brings the step types along.
const CallerNote = lazyPart(async () => (await import('./CallerNote.tsx')).CallerNote);

export interface PlannedFlowCardProps {
  readonly flow: PlannedFlow;
  readonly environment: string | undefined;
}

/** One flow of a plan: what stands in the way, what is asked, what it means differently, and what it finds there. */
export function PlannedFlowCard({ flow, environment }: PlannedFlowCardProps) {
  const { flowId, flowName, version, state, replaces, obstacles, questions, changes, needs } = flow;
  const different = needs.filter((need) => need.state !== 'same');
  return (
    <article aria-label={flowName} data-testid={`planned:${flowId}`} className="rounded-xl border px-4 py-3">
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate font-medium text-sm">
          <Link to="/flows/$flowId" params={{ flowId }} search={{ v: version }} className="rounded hover:underline">
            {flowName}
          </Link>{' '}
          <span className="font-normal text-muted">
            version {version}
            {replaces !== undefined && `, over version ${replaces} there`}
          </span>
        </h3>
        <Badge tone={state === 'new' ? 'ok' : 'waiting'}>{state === 'new' ? 'New there' : 'Changed'}</Badge>
        {state === 'changed' && environment !== undefined && (
          <Link
            to="/flows/$flowId/diff"
            params={{ flowId }}
            search={{ from: `at-${environment}`, to: 'published' }}
            className={buttonClass('quiet', 'sm')}
          >
            <GitCompareArrows size={13} aria-hidden="true" /> On the canvas
          </Link>
        )}
      </header>
      {obstacles.length + questions.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-sm">
          {obstacles.map((text) => (
            <li key={text} className="flex gap-2 text-failed">
              <CircleAlert size={15} role="img" aria-label="Cannot" className="mt-0.5 shrink-0" /> {text}
            </li>
          ))}
          {questions.map((text) => (
            <li key={text} className="flex gap-2 text-waiting">
              <CircleHelp size={15} role="img" aria-label="Asks" className="mt-0.5 shrink-0" /> {text}
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && <Changes changes={changes} />}
      {environment !== undefined && state === 'changed' && (
        <Suspense>
          <CallerNote flowId={flowId} version={version} environment={environment} />
        </Suspense>
      )}
      {different.length > 0 && <Needs needs={different} />}
    </article>
  );
}

const TONE = { '+': 'text-ok', '-': 'text-failed', '~': 'text-waiting' } as const;
const WORDS = { '+': 'added', '-': 'removed', '~': 'changed' } as const;

function Changes({ changes }: Pick<PlannedFlow, 'changes'>) {
  return (
    <ul aria-label="Changes" className="mt-2 flex flex-col gap-1 font-mono text-xs">
      {changes.map(({ sign, text, lines }) => (
        <li key={text}>
          <span aria-hidden="true" className={TONE[sign]}>
            {sign}{' '}
          </span>
          <span className="sr-only">{WORDS[sign]} </span>
          {text}
          {lines.length > 0 && (
            <pre className="mt-0.5 ml-3 whitespace-pre-wrap break-all text-muted">{lines.join('\n')}</pre>
          )}
        </li>
      ))}
    </ul>
  );
}

function Needs({ needs }: { readonly needs: readonly PlannedNeed[] }) {
  return (
    <table className="mt-2 w-full table-fixed text-left text-xs">
      <caption className="sr-only">What it finds there</caption>
      <thead>
        <tr className="text-muted">
          <th scope="col" className="w-1/4 py-1 font-medium">
            Needs
          </th>
          <th scope="col" className="py-1 font-medium">
            Here
          </th>
          <th scope="col" className="py-1 font-medium">
            There
          </th>
        </tr>
      </thead>
      <tbody>
        {needs.map(({ kind, name, state, here, there }) => (
          <tr key={`${kind} ${name}`} className="align-top">
            <th scope="row" className="break-words py-0.5 pr-2 font-normal">
              <span className="text-muted">{kind}</span> <span className="font-mono">{name}</span>
            </th>
            <td className="break-words py-0.5 pr-2">{here}</td>
            <td className={`break-words py-0.5 ${state === 'missing' ? 'text-failed' : ''}`}>{there}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
