import type { FlowNode } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { formatDuration, Notice, StatusIcon } from '../../../ui/index.ts';
import { HOW_WORDS, REACH_WORDS } from './try-words.ts';
import type { LastTry } from './use-try.ts';

export interface TryLogProps {
  readonly last: LastTry;
  readonly nodes: readonly FlowNode[];
  readonly shown: string;
  readonly onGo: (node: string) => void;
}

/** What the last try did, step by step; each leads to its own view. */
export function TryLog({ last, nodes, shown, onGo }: TryLogProps) {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const { answer, refused, reach } = last;
  return (
    <section
      id="step-view-log"
      tabIndex={-1}
      aria-label="Last try"
      className="max-h-48 shrink-0 overflow-auto border-t bg-surface px-4 py-2 text-sm outline-offset-[-2px]"
    >
      {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
      {answer !== undefined && (
        <>
          <p role="status" className="mb-1 text-muted text-xs">
            {REACH_WORDS[reach]}: {answer.status === 'done' ? 'done' : answer.status === 'failed' ? 'failed' : 'waits'}{' '}
            in {formatDuration(answer.durationMs)}, nothing was stored
            {answer.more && ', more steps ran than are shown'}
          </p>
          <ol aria-label="Steps of the try">
            {answer.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a finished list, a step may stand in it for each item
              <li key={index}>
                <button
                  type="button"
                  data-testid={`tried:${step.node}`}
                  data-how={step.how}
                  data-status={step.status}
                  className={clsx(
                    'flex w-full items-center gap-2 rounded-md px-1.5 py-0.5 text-left hover:bg-hover',
                    step.node === shown && 'bg-accent-soft/50',
                  )}
                  onClick={() => onGo(step.node)}
                >
                  <StatusIcon status={step.status} size={13} />
                  <span className="truncate">
                    {names.get(step.node) ?? step.node}
                    {step.item !== undefined && <span className="text-muted"> of item {step.item}</span>}
                  </span>
                  <span
                    className={clsx('truncate text-xs', step.how === 'sent' ? 'font-medium text-failed' : 'text-muted')}
                  >
                    {step.failure?.message ?? HOW_WORDS[step.how]}
                  </span>
                  <span className="tabular ml-auto shrink-0 text-muted text-xs">{formatDuration(step.durationMs)}</span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
