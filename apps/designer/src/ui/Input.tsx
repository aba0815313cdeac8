import clsx from 'clsx';
import { Search, X } from 'lucide-react';
import type { ComponentProps } from 'react';

const FIELD =
  'w-full rounded-lg border border-line-strong bg-surface text-text transition-colors hover:border-faint touch:min-h-11 ' +
  'focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-focus/40 ' +
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-failed';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={clsx(FIELD, 'h-8 px-2.5 text-sm', className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={clsx(FIELD, 'min-h-20 px-2.5 py-1.5 text-sm', className)} />;
}

export interface SearchInputProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search box with its name for screen readers and a button that empties it. */
export function SearchInput({ label, value, onChange, className, ...rest }: SearchInputProps) {
  return (
    <div className={clsx('relative', className)}>
      <Search size={14} aria-hidden="true" className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <input
        placeholder={label}
        {...rest}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={clsx(FIELD, 'h-8 pr-8 pl-8 text-sm [&::-webkit-search-cancel-button]:hidden')}
      />
      {value !== '' && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => onChange('')}
          className="absolute top-1/2 right-1.5 -translate-y-1/2 rounded p-1 text-faint hover:bg-hover hover:text-text"
        >
          <X size={14} />
        </button>
      )}
    </div>
  );
}
