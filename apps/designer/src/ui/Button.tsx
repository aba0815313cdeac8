import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';
import { Tooltip } from './Tooltip.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  /** Icon before the label. */
  readonly icon?: ReactNode;
  /** Shows a spinner and takes no clicks. */
  readonly busy?: boolean;
}

const KIND: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover',
  secondary: 'bg-raised text-text border border-line-strong/70 hover:bg-hover active:bg-pressed',
  quiet: 'text-muted hover:bg-hover hover:text-text active:bg-pressed',
  danger: 'bg-danger text-white hover:bg-danger-hover active:bg-danger-hover',
};
const SIZE: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-7 px-2 text-xs gap-1.5 rounded-md touch:min-h-11',
  md: 'h-8 px-3 text-sm gap-2 rounded-lg touch:min-h-11',
};

/** The look of a button, for links that act as one. */
export function buttonClass(kind: ButtonKind = 'secondary', size: ButtonSize = 'md', className?: string): string {
  return clsx(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50',
    KIND[kind],
    SIZE[size],
    className,
  );
}

export function Button({ kind, size, icon, busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClass(kind, size, className)}
    >
      {busy ? <Spinner size={14} /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** Name for screen readers, and the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  /** Key to show in the tooltip, for example `Ctrl Z`. */
  readonly shortcut?: string;
}

/** A button that is only an icon: always named, always with a tooltip. */
export function IconButton({
  label,
  icon,
  kind = 'quiet',
  size = 'md',
  shortcut,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          buttonClass(kind, size),
          size === 'sm' ? 'w-7 px-0!' : 'w-8 px-0!',
          'touch:min-w-11',
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
