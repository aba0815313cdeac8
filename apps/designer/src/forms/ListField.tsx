import type { Json } from '@lockstep/schema/run';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '../ui/index.ts';
import { type FieldModel, wordsOf } from './field-model.ts';
import type { FieldViewProps, RenderField } from './field-props.ts';
import { useFormContext } from './form-context.ts';
import { below, emptyValue, isObject, issueAt } from './values.ts';

export interface ListFieldProps extends FieldViewProps {
  readonly field: Extract<FieldModel, { kind: 'list' }>;
  readonly render: RenderField;
}

/** A list whose order means something: add, remove, move up and down. */
export function ListField({ field, pointer, value, onChange, render }: ListFieldProps) {
  const titleId = useId();
  const { issues, readOnly } = useFormContext();
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  const issue = issueAt(issues, pointer, false);
  const one = singular(field.label);
  const set = (next: readonly Json[]) => onChange(next, pointer);
  const move = (from: number, to: number) => {
    const item = items[from];
    if (item !== undefined) set(items.toSpliced(from, 1).toSpliced(to, 0, item));
  };
  return (
    <section data-field={pointer} aria-labelledby={titleId} className="flex flex-col gap-2">
      <div>
        <p id={titleId} className="font-medium text-xs">
          {field.label}
        </p>
        {field.help !== undefined && <p className="text-muted text-xs">{field.help}</p>}
      </div>
      <ol className="flex flex-col gap-2">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of an item
          <li key={index} className="rounded-lg border bg-surface">
            <div className="flex items-center gap-0.5 border-b py-0.5 pr-1 pl-3">
              <span className="min-w-0 flex-1 truncate text-muted text-xs">{titleOf(item, one, index)}</span>
              <IconButton
                size="sm"
                label={`Move ${one.toLowerCase()} ${index + 1} up`}
                icon={<ArrowUp size={13} />}
                disabled={readOnly || index === 0}
                onClick={() => move(index, index - 1)}
              />
              <IconButton
                size="sm"
                label={`Move ${one.toLowerCase()} ${index + 1} down`}
                icon={<ArrowDown size={13} />}
                disabled={readOnly || index === items.length - 1}
                onClick={() => move(index, index + 1)}
              />
              <IconButton
                size="sm"
                label={`Remove ${one.toLowerCase()} ${index + 1}`}
                icon={<Trash2 size={13} />}
                disabled={readOnly}
                onClick={() => set(items.toSpliced(index, 1))}
              />
            </div>
            <div className="p-3">
              {render({
                field: { ...field.item, label: field.item.kind === 'group' ? `${one} ${index + 1}` : one },
                pointer: below(pointer, index),
                value: item,
                compact: true,
                onChange: (next, at) => onChange(items.with(index, next ?? emptyValue(field.item)), at),
              })}
            </div>
          </li>
        ))}
      </ol>
      {issue !== undefined && <p className="text-failed text-xs">{issue.message}</p>}
      <div>
        <Button
          size="sm"
          icon={<Plus size={13} />}
          disabled={readOnly || items.length >= field.max}
          onClick={() => set([...items, emptyValue(field.item)])}
        >
          Add {one.toLowerCase()}
        </Button>
      </div>
    </section>
  );
}

/** `Cases` is a list of cases: `Case`. */
function singular(label: string): string {
  const words = wordsOf(label);
  return words.endsWith('ies') ? `${words.slice(0, -3)}y` : words.replace(/s$/, '');
}

function titleOf(item: Json, one: string, index: number): string {
  const name = isObject(item) ? (item.name ?? item.path ?? item.key) : undefined;
  return typeof name === 'string' && name !== '' ? name : `${one} ${index + 1}`;
}
