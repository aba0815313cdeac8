import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

export interface FieldControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Said in amber: the value may stay. Not shown beside an error. */
  readonly warning?: string | undefined;
  readonly required?: boolean;
  /** Right of the label: a toggle, a counter. */
  readonly aside?: ReactNode;
  readonly className?: string;
  /** Draws the control with the given props, which tie it to label, hint and error. */
  readonly children: (control: FieldControlProps) => ReactNode;
}

/** Label, control, hint and error of one value, tied together for screen readers. */
export function Field({ label, hint, error, warning, required, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const remark = error ?? warning;
  const described = [remark === undefined ? undefined : errorId, hint === undefined ? undefined : hintId].filter(
    (one) => one !== undefined,
  );
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-text text-xs">
          {label}
          {required === true && (
            <span className="ml-0.5 text-failed" title="Required">
              *
            </span>
          )}
        </label>
        {aside}
      </div>
      {children({
        id,
        ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}),
        ...(error === undefined ? {} : { 'aria-invalid': true as const }),
      })}
      {remark !== undefined && (
        <p id={errorId} className={clsx('text-xs', error === undefined ? 'text-waiting' : 'text-failed')}>
          {remark}
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId} className="text-muted text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
