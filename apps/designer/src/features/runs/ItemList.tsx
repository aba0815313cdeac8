import { listRunItems, type RunItemView, type ScopeView, type StepView } from '@lockstep/schema/api';
import clsx from 'clsx';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { usePages } from '../../api/index.ts';
import { itemName, itemsSentence } from '../../parts/item-words.ts';
import { Button, EmptyState, ErrorState, Segmented, SkeletonRows, STATUS, StatusIcon } from '../../ui/index.ts';

export interface ItemListProps {
  readonly runId: string;
  readonly step: StepView;
  readonly scope: ScopeView;
  /** Names of the body's steps, by id. */
  readonly nameOf: (node: string) => string;
  /** What people call the item that is shown. */
  readonly shown: string | undefined;
  readonly onPick: (path: string) => void;
}

const OUTCOME = { done: 'succeeded', failed: 'failed', dropped: 'cancelled' } as const;

/** The items of a scope: those under way, then those that ended; one is picked to see its steps. */
export function ItemList({ runId, step, scope, nameOf, shown, onPick }: ItemListProps) {
  const [status, setStatus] = useState<'all' | 'failed'>('all');
  const parent = step.item === undefined ? {} : { parent: step.item };
  const pages = usePages(
    listRunItems,
    (before) => ({
      params: { runId, node: step.node },
      query: { ...parent, status, ...(before !== undefined && { after: Number(before) }) },
    }),
    ({ next }) => (next === undefined ? undefined : String(next)),
  );
  const ended = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = status === 'failed' ? [] : scope.open;
  const isShown = (path: string) => itemName(path.split('.').at(-1) ?? '') === shown;
  return (
    <div className="flex flex-col">
      <div className="sticky top-0 z-10 flex flex-wrap items-center gap-3 border-b bg-surface px-4 py-2">
        <p className="tabular flex-1 text-sm">{itemsSentence(scope)}</p>
        <Segmented
          label="Which items"
          value={status}
          onChange={setStatus}
          options={[
            { value: 'all', label: 'All', count: scope.ended + scope.open.length },
            { value: 'failed', label: 'Failed', count: scope.failed },
          ]}
        />
      </div>
      {pages.error !== null && (
        <ErrorState
          title="The items could not be read"
          detail={pages.error.problem.detail ?? pages.error.problem.title}
        />
      )}
      {pages.isPending && <SkeletonRows rows={4} label="Loading the items" />}
      {!pages.isPending && pages.error === null && open.length + ended.length === 0 && (
        <EmptyState icon={<ListChecks size={20} />} title={status === 'failed' ? 'No item failed' : 'No items'}>
          {status === 'failed' ? 'Every item that ended went through.' : 'The list was empty.'}
        </EmptyState>
      )}
      <ol aria-label="Items" className="p-2">
        {open.map((path) => (
          <li key={path}>
            <ItemRow path={path} status="running" shown={isShown(path)} onPick={onPick} />
          </li>
        ))}
        {ended.map((item) => (
          <li key={item.path}>
            <ItemRow
              path={item.path}
              status={OUTCOME[item.status]}
              shown={isShown(item.path)}
              why={whyOf(item, nameOf)}
              onPick={onPick}
            />
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button
          className="mx-4 mb-4 self-start"
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

function whyOf({ step, failure }: RunItemView, nameOf: (node: string) => string): string | undefined {
  if (failure === undefined) return undefined;
  return step === undefined ? failure.message : `${nameOf(step)}: ${failure.message}`;
}

interface ItemRowProps {
  readonly path: string;
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly shown: boolean;
  readonly why?: string | undefined;
  readonly onPick: (path: string) => void;
}

function ItemRow({ path, status, shown, why, onPick }: ItemRowProps) {
  return (
    <button
      type="button"
      data-testid={`item-row:${path}`}
      data-status={status}
      aria-current={shown || undefined}
      onClick={() => onPick(path)}
      className={clsx(
        'flex w-full items-center gap-2 rounded-lg px-2 py-1.5 text-left text-sm',
        shown ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <StatusIcon status={status} />
      <span className="tabular shrink-0 font-medium">Item {itemName(path)}</span>
      <span className="sr-only">, {STATUS[status].label.toLowerCase()}</span>
      {why !== undefined && <span className="min-w-0 truncate text-muted">{why}</span>}
    </button>
  );
}
