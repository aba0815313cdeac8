import type { TableView } from '@lockstep/schema/api';
import { ColumnFields } from './ColumnFields.tsx';
import type { TableDraft } from './table-draft.ts';

export interface DraftTabProps {
  readonly view: TableView;
  readonly draft: TableDraft;
  /** Absent: nothing can be changed. */
  readonly onChange?: (next: (draft: TableDraft) => TableDraft) => void;
}

/** The systems a table joins. */
export function ColumnsTab({ view, draft, onChange }: DraftTabProps) {
  return (
    <div className="max-w-2xl pt-4">
      <ColumnFields
        columns={draft.columns ?? view.columns}
        onChange={(columns) => onChange?.((current) => ({ ...current, columns }))}
      />
      <p className="mt-4 text-muted text-sm">
        Codes of a unique column stand in one row at a time, so <code className="font-mono">t.lookup</code> can ask by
        them: <code className="font-mono">{`t.lookup('${view.name}', code, { from: '…', to: '…' })`}</code>. A column
        that is removed takes its codes along; earlier versions keep them.
      </p>
    </div>
  );
}
