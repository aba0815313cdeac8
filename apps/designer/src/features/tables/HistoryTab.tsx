import { getTableChanges, listTableVersions, type RowChangeView, type TableVersion } from '@lockstep/schema/api';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Button, formatCount, SkeletonRows, Time } from '../../ui/index.ts';
import { changeWords } from './change-words.ts';

export interface HistoryTabProps {
  readonly table: string;
  /** Version on the screen. */
  readonly shown: number;
  readonly onShow: (version: number) => void;
}

/** Every version: who changed what, when and why. */
export function HistoryTab({ table, shown, onShow }: HistoryTabProps) {
  const versions = useCall(listTableVersions, { params: { name: table } });
  const [open, setOpen] = useState<number>();
  return (
    <AnswerView query={versions} what="The history" loading={<SkeletonRows label="Loading the history" />}>
      {({ versions: rows }) => (
        <ol className="flex flex-col gap-2 pt-3 pb-4">
          {rows.map((version) => (
            <li key={version.version} className="rounded-xl border bg-surface">
              <Version
                version={version}
                isShown={version.version === shown}
                isOpen={open === version.version}
                onToggle={() => setOpen(open === version.version ? undefined : version.version)}
                onShow={() => onShow(version.version)}
              />
              {open === version.version && <Changes table={table} version={version.version} />}
            </li>
          ))}
        </ol>
      )}
    </AnswerView>
  );
}

interface VersionProps {
  readonly version: TableVersion;
  readonly isShown: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onShow: () => void;
}

function Version({ version, isShown, isOpen, onToggle, onShow }: VersionProps) {
  const { version: number, note, publishedBy, publishedAt, rows, added, changed, removed } = version;
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <div className="flex items-center gap-3 px-3 py-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex min-w-0 flex-1 items-center gap-3 rounded text-left"
      >
        <Arrow size={14} aria-hidden="true" className="shrink-0 text-faint" />
        <span className="tabular w-10 shrink-0 font-semibold text-sm">v{number}</span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm">{note || 'No reason was given'}</span>
          <span className="block truncate text-muted text-xs">
            {publishedBy}, <Time at={publishedAt} /> · {formatCount(rows)} rows
          </span>
        </span>
      </button>
      <span className="tabular flex gap-1">
        {added > 0 && <Badge tone="ok">+{formatCount(added)}</Badge>}
        {changed > 0 && <Badge tone="waiting">~{formatCount(changed)}</Badge>}
        {removed > 0 && <Badge tone="failed">−{formatCount(removed)}</Badge>}
      </span>
      <Button size="sm" disabled={isShown} onClick={onShow}>
        {isShown ? 'Shown' : 'Show'}
      </Button>
    </div>
  );
}

function Changes({ table, version }: { readonly table: string; readonly version: number }) {
  const found = useCall(getTableChanges, { params: { name: table, version } }, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className="border-t px-3 py-2">
      <AnswerView query={found} what="The changes" loading={<SkeletonRows rows={2} label="Loading the changes" />}>
        {({ changes }) => <ChangeRows changes={changes} />}
      </AnswerView>
    </div>
  );
}

/** Row changes, one a line. */
export function ChangeRows({ changes }: { readonly changes: readonly RowChangeView[] }) {
  if (changes.length === 0) return <p className="text-muted text-sm">No row: only columns, tests or the title.</p>;
  return (
    <ul aria-label="Changed rows" className="flex max-h-72 flex-col gap-0.5 overflow-auto font-mono text-xs">
      {changes.map((change, at) => {
        const { sign, tone, text } = changeWords(change);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <li key={at} className="flex gap-2">
            <span aria-hidden="true" className={tone}>
              {sign}
            </span>
            <span className="sr-only">{change.kind}</span>
            <span className="break-all">{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
