import clsx from 'clsx';
import { Clock, ListOrdered, Power, RotateCw, ShieldCheck, Undo2 } from 'lucide-react';
import type { Chip } from './model/chips.ts';
import { fitChips, LONGEST } from './model/fit-chips.ts';

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
  system: 'step-tile font-medium',
  disabled: 'bg-waiting-soft text-waiting',
  undo: 'bg-undone-soft text-undone',
  'no-undo': 'border border-line-strong border-dashed text-muted',
};

const CHIP = 'flex h-[18px] items-center gap-1 whitespace-nowrap rounded px-1.5 text-2xs';

/** The small promises on a card, as many as it has room for; the others are told where one points, and to those who listen. */
export function StepChips({ chips }: { readonly chips: readonly Chip[] }) {
  const { shown, more } = fitChips(chips);
  return (
    <span className="flex min-w-0 items-center gap-1">
      {shown.map(({ kind, text, title }) => {
        const Icon = ICON[kind];
        const isCut = kind === 'system' || kind === 'lane';
        return (
          <span
            key={kind}
            title={title}
            style={kind === 'system' ? { maxWidth: LONGEST } : undefined}
            className={clsx(CHIP, LOOK[kind] ?? 'bg-sunken text-muted', kind === 'lane' ? 'min-w-0' : 'shrink-0')}
          >
            {Icon !== undefined && <Icon size={10} aria-hidden="true" className="shrink-0" />}
            <span className={clsx(isCut && 'truncate')}>{text}</span>
          </span>
        );
      })}
      {more.length > 0 && (
        <span title={more.map(({ title }) => title).join('\n')} className={clsx(CHIP, 'shrink-0 bg-sunken text-muted')}>
          <span aria-hidden="true">+{more.length}</span>
          <span className="sr-only">{more.map(({ text }) => text).join(', ')}</span>
        </span>
      )}
    </span>
  );
}
