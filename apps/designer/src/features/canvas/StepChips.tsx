import clsx from 'clsx';
import { Clock, ListOrdered, Power, RotateCw, ShieldCheck, Undo2 } from 'lucide-react';
import type { Chip } from './model/chips.ts';

const ICON = {
  system: undefined,
  retry: RotateCw,
  timeout: Clock,
  strategy: ShieldCheck,
  undo: Undo2,
  'no-undo': undefined,
  disabled: Power,
  lane: ListOrdered,
} as const;

/** Hollow where something is missing. */
const LOOK: Partial<Record<Chip['kind'], string>> = {
  system: 'step-tile min-w-0 font-medium',
  disabled: 'bg-waiting-soft text-waiting',
  undo: 'bg-undone-soft text-undone',
  'no-undo': 'border border-line-strong border-dashed text-muted',
};

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
              LOOK[kind] ?? 'bg-sunken text-muted',
              kind === 'lane' && 'min-w-0',
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
