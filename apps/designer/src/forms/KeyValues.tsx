import type { Json } from '@lockstep/schema/run';
import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type FieldControlProps, IconButton, Input } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';
import { objectOf, type Row, rowsOf } from './key-values.ts';
import { isObject } from './values.ts';

export interface KeyValuesProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly control: FieldControlProps;
  readonly onChange: (value: Json) => void;
}

/** Names and values in rows. A value that begins with `=` is an expression. */
export function KeyValues({ label, value, control, onChange }: KeyValuesProps) {
  const { readOnly } = useFormContext();
  const object = isObject(value) ? value : {};
  const [rows, setRows] = useState(() => rowsOf(object));
  const outside = JSON.stringify(object);
  // What changed elsewhere (undo) replaces the rows; what was typed here is what they are already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared as text
  useEffect(() => {
    if (JSON.stringify(objectOf(rows, object)) !== outside) setRows(rowsOf(object));
  }, [outside]);
  const change = (next: readonly Row[]) => {
    setRows([...next]);
    onChange(objectOf(next, object));
  };
  return (
    <fieldset id={control.id} aria-label={label} className="flex flex-col gap-1.5">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity while its name is typed
        <div key={index} className="flex items-center gap-1.5">
          <Input
            aria-label={`${label}, name ${index + 1}`}
            placeholder="Name"
            className="flex-1"
            value={row.key}
            disabled={readOnly}
            onChange={(event) => change(rows.with(index, { ...row, key: event.target.value }))}
          />
          <Input
            aria-label={`${label}, value ${index + 1}`}
            placeholder="Value or =expression"
            className={row.value.startsWith('=') ? 'flex-[1.4] font-mono text-xs!' : 'flex-[1.4]'}
            value={row.value}
            disabled={readOnly}
            onChange={(event) => change(rows.with(index, { ...row, value: event.target.value }))}
          />
          <IconButton
            size="sm"
            label={`Remove ${row.key === '' ? 'row' : row.key}`}
            icon={<X size={14} />}
            disabled={readOnly}
            onClick={() => change(rows.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          kind="quiet"
          icon={<Plus size={13} />}
          disabled={readOnly}
          onClick={() => change([...rows, { key: '', value: '' }])}
        >
          Add
        </Button>
      </div>
    </fieldset>
  );
}
