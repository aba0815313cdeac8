import type { StepData } from '@lockstep/schema/api';
import type { ReactNode } from 'react';
import { formatBytes, JsonTree, Tabs } from '../../../ui/index.ts';
import { type PartPlace, PartTree } from './PartTree.tsx';
import { ShapeView } from './ShapeView.tsx';
import { ValueTableView } from './ValueTableView.tsx';

export type DataTab = 'schema' | 'table' | 'json';

export interface DataPaneProps {
  /** `input` or `output`, as expressions call it. */
  readonly root: 'input' | 'output';
  readonly title: string;
  readonly shortcut: string;
  readonly shown: StepData['input'];
  /** Where a value lies that is too large for one answer; absent: only its beginning is there. */
  readonly large?: PartPlace | undefined;
  readonly tab: DataTab;
  readonly onTab: (tab: DataTab) => void;
  /** Below the title: how it came about. */
  readonly note?: ReactNode;
  /** In the place of the data. */
  readonly instead?: ReactNode;
  readonly empty: string;
}

/** What goes into a step, or comes out: its fields, its rows, or the whole as a tree. */
export function DataPane(props: DataPaneProps) {
  const { root, title, shortcut, shown, large, tab, onTab, note, instead, empty } = props;
  return (
    <section
      id={`step-view-${root}`}
      aria-label={title}
      tabIndex={-1}
      className="flex h-full min-h-0 min-w-0 flex-col bg-surface outline-offset-[-2px]"
    >
      <header className="flex h-9 shrink-0 items-center gap-2 px-3">
        <h2 className="font-semibold text-sm" title={`${title} (${shortcut})`}>
          {title}
        </h2>
        {shown !== undefined && <span className="tabular text-muted text-xs">{formatBytes(shown.bytes)}</span>}
      </header>
      {note}
      {instead ?? (shown === undefined ? <p className="px-3 py-2 text-muted text-sm">{empty}</p> : undefined)}
      {instead === undefined && shown?.truncated === true && <Large label={title} shown={shown} large={large} />}
      {instead === undefined && shown !== undefined && !shown.truncated && (
        <Tabs
          label={`${title}, shapes`}
          value={tab}
          onChange={onTab}
          className="flex-1"
          tabs={[
            {
              id: 'schema',
              label: 'Schema',
              content: <ShapeView root={root} value={shown.value} label={`${title}, fields`} />,
            },
            {
              id: 'table',
              label: 'Table',
              content: <ValueTableView root={root} value={shown.value} label={`${title}, rows`} />,
            },
            {
              id: 'json',
              label: 'JSON',
              content: <JsonTree root={root} value={shown.value} label={`${title}, tree`} />,
            },
          ]}
        />
      )}
    </section>
  );
}

function Large({
  label,
  shown,
  large,
}: Pick<DataPaneProps, 'large'> & { readonly label: string; readonly shown: NonNullable<StepData['input']> }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col border-t">
      <p className="shrink-0 border-b px-3 py-1 text-muted text-xs">
        {formatBytes(shown.bytes)}:{' '}
        {large === undefined ? 'this is its beginning, as text.' : 'fetched part by part as you open it.'}
      </p>
      <div className="min-h-0 flex-1">
        {large === undefined ? (
          <pre className="h-full overflow-auto whitespace-pre-wrap break-all p-3 font-mono text-xs">
            {typeof shown.value === 'string' ? shown.value : JSON.stringify(shown.value)}
          </pre>
        ) : (
          <PartTree place={large} label={`${label}, parts`} />
        )}
      </div>
    </div>
  );
}
