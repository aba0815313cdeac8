import clsx from 'clsx';
import { Clock, ListOrdered, Power, RotateCw, ShieldCheck } from 'lucide-react';
import type { Chip } from './model/chips.ts';

const ICON = {
  system: undefined,
  retry: RotateCw,
  timeout: Clock,
  strategy: ShieldCheck,
  disabled: Power,
  lane: ListOrdered,
} as const;

/** The small promises on a card. */
export function StepChips({ chips }: { readonly chips: readonly Chip[] }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      {chips.map(({ kind, text, title }) => {
        const Icon = ICON[kind];
        return (
          <span
            key={kind}
            title={title}
            className={clsx(
              'flex h-[18px] items-center gap-1 whitespace-nowrap rounded px-1.5 text-2xs',
              kind === 'system' ? 'step-tile min-w-0 font-medium' : 'bg-sunken text-muted',
              kind === 'lane' && 'min-w-0',
              kind === 'disabled' && 'bg-waiting-soft text-waiting',
            )}
          >
            {Icon !== undefined && <Icon size={10} aria-hidden="true" className="shrink-0" />}
            <span className={clsx((kind === 'system' || kind === 'lane') && 'truncate')}>{text}</span>
          </span>
        );
      })}
    </span>
  );
}
