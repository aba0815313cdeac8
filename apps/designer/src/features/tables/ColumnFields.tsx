import type { TableColumn } from '@lockstep/schema/tables';
import { Plus, X } from 'lucide-react';
import { Button, Checkbox, IconButton, Input } from '../../ui/index.ts';

export interface ColumnFieldsProps {
  readonly columns: readonly TableColumn[];
  readonly onChange: (columns: readonly TableColumn[]) => void;
  /** The first column of a table that is there stays as it is. */
  readonly isNew?: boolean;
}

/** The columns of a table, one for each system. */
export function ColumnFields({ columns, onChange, isNew = false }: ColumnFieldsProps) {
  const set = (at: number, next: TableColumn): void =>
    onChange(columns.map((column, place) => (place === at ? next : column)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-xs">Columns</legend>
      {columns.map((column, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place while its name is being written.
        <div key={at} className="flex items-center gap-3">
          <div className="w-48 shrink-0">
            <Input
              aria-label={`Column ${at + 1}`}
              value={column.name}
              spellCheck={false}
              maxLength={40}
              placeholder={['carrier', 'shop', 'erp'][at] ?? 'system'}
              disabled={at === 0 && !isNew}
              onChange={(event) => set(at, { ...column, name: event.target.value.trim() })}
            />
          </div>
          {at === 0 ? (
            <span className="flex-1 text-muted text-xs">Every row has one; rows are known by it.</span>
          ) : (
            <span className="flex flex-1 items-center gap-2 text-sm">
              <Checkbox
                label={`Codes of column ${at + 1} can be looked up, too`}
                checked={column.unique}
                onChange={(unique) => set(at, { ...column, unique })}
              />
              <span aria-hidden="true">
                Unique <span className="text-muted text-xs">can be looked up, too</span>
              </span>
            </span>
          )}
          {at > 1 && (
            <IconButton
              size="sm"
              label={`Remove column ${column.name || at + 1}`}
              icon={<X size={14} />}
              onClick={() => onChange(columns.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      {columns.length < 20 && (
        <Button
          size="sm"
          className="self-start"
          icon={<Plus size={13} />}
          onClick={() => onChange([...columns, { name: '', unique: false }])}
        >
          Add a column
        </Button>
      )}
    </fieldset>
  );
}
