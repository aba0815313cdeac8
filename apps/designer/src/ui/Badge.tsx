import clsx from 'clsx';
import type { ReactNode } from 'react';
import { type StatusTone, TONE_SOFT } from './Status.tsx';

export interface BadgeProps {
  readonly tone?: StatusTone | 'accent' | 'plain';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A few words on a coloured ground. */
export function Badge({ tone = 'idle', icon, children, className }: BadgeProps) {
  const look =
    tone === 'accent' ? 'bg-accent-soft text-accent-text' : tone === 'plain' ? 'border text-muted' : TONE_SOFT[tone];
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-2xs',
        look,
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
