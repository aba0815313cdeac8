import { Select as Base } from '@base-ui/react/select';
import clsx from 'clsx';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
}

export interface SelectProps<Value extends string> {
  /** Name for screen readers; absent when a label points at `id`. */
  readonly label?: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  /** Small words before the value, for filters: `Status: Done`. */
  readonly prefix?: string;
  readonly className?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** One choice of a few. Keyboard: type to find, arrows, Enter. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, options, onChange, id, disabled = false, placeholder = 'Choose…', prefix, className } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root
      value={value}
      items={options.map(({ value: key, label: text }) => ({ value: key, label: text }))}
      onValueChange={(next) => next !== null && onChange(next as Value)}
      disabled={disabled}
    >
      <Base.Trigger
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        aria-describedby={props['aria-describedby']}
        aria-invalid={props['aria-invalid']}
        className={clsx(
          'flex h-8 touch:min-h-11 items-center gap-2 rounded-lg border border-line-strong bg-surface px-2.5 text-sm text-text',
          'transition-colors hover:border-faint aria-invalid:border-failed disabled:cursor-not-allowed disabled:opacity-60',
          className,
        )}
      >
        {prefix !== undefined && <span className="text-muted">{prefix}</span>}
        {chosen?.icon}
        <span className={clsx('truncate', chosen === undefined && 'text-faint')}>{chosen?.label ?? placeholder}</span>
        <ChevronsUpDown size={14} aria-hidden="true" className="ml-auto shrink-0 text-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} align="start" className="z-50">
          <Base.Popup className="pop max-h-80 min-w-(--anchor-width) max-w-96 overflow-y-auto rounded-lg bg-raised p-1 shadow-pop outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex touch:min-h-11 select-none items-center gap-2 rounded-md py-1.5 pr-2 pl-2 text-sm outline-none data-highlighted:bg-hover"
              >
                {option.icon}
                <span className="flex min-w-0 flex-1 flex-col">
                  <Base.ItemText className="truncate">{option.label}</Base.ItemText>
                  {option.hint !== undefined && <span className="text-muted text-xs">{option.hint}</span>}
                </span>
                <Base.ItemIndicator className="ml-2 text-accent-text">
                  <Check size={14} />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
