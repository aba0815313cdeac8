import { filterItems, itemFilterOf, type SchemaField } from '@lockstep/schema/mapping';
import { useState } from 'react';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { Button } from '../../ui/index.ts';
import type { MapWork } from './use-map.ts';

export interface ItemsFieldProps {
  readonly work: MapWork;
  readonly target: SchemaField;
  readonly onDone: (reason: string | undefined) => void;
}

/** Which items of the source become items of a target list: all of them, or those a condition holds for. */
export function ItemsField({ work, target, onDone }: ItemsFieldProps) {
  const filter = itemFilterOf(work.text, target.path);
  const [condition, setCondition] = useState(filter?.condition ?? '');
  if (!filter) return null;
  const put = (code: string): void =>
    onDone(work.edit(filterItems(work.text, target.path, code), `filter ${target.name}`));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm">
        One item for each <code>{filter.item}</code> of the source. Only those for which this holds:
      </p>
      <CodeEditor
        label="Condition of the items"
        kind="expression"
        value={condition}
        onChange={setCondition}
        placeholder={`${filter.item}.quantity > 0`}
      />
      <div className="flex justify-end gap-2">
        {filter.condition !== '' && (
          <Button kind="quiet" onClick={() => put('')}>
            All items
          </Button>
        )}
        <Button
          kind="primary"
          disabled={condition.trim() === '' || condition.trim() === filter.condition}
          onClick={() => put(condition.trim())}
        >
          Only these
        </Button>
      </div>
    </div>
  );
}
