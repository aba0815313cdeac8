import type { PlannedEffect } from '@lockstep/schema/api';
import clsx from 'clsx';
import { CircleCheck, CircleHelp, CirclePlay, type LucideIcon, Repeat, Rows3, Search } from 'lucide-react';
import { useId } from 'react';
import { Checkbox, Notice, useNow } from '../ui/index.ts';
import { type EffectContext, effectWords, mayRepeat } from './effect-words.ts';

export interface EffectListProps extends Pick<EffectContext, 'edited' | 'retried'> {
  readonly effects: readonly PlannedEffect[];
  /** Steps to be done again whatever was done; absent where there is nothing to choose. */
  readonly repeat?: readonly string[];
  readonly onRepeat?: (repeat: readonly string[]) => void;
}

const LOOK: Readonly<Record<PlannedEffect['does'], readonly [LucideIcon, string]>> = {
  kept: [CircleCheck, 'text-ok'],
  repeated: [Repeat, 'text-failed'],
  anew: [CirclePlay, 'text-running'],
  'looked-up': [Search, 'text-waiting'],
  undecided: [CircleHelp, 'text-failed'],
  items: [Rows3, 'text-muted'],
};

/** What becomes of each effect of a message when it goes through its flow again, in words, and what a person may choose. */
export function EffectList({ effects, edited, retried, repeat = [], onRepeat }: EffectListProps) {
  const again = effects.filter(({ does }) => does === 'repeated');
  const isKnown = again.every(({ done }) => done !== undefined);
  if (effects.length === 0)
    return <p className="text-muted text-sm">No step of it changes anything in another system.</p>;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label="What becomes of its effects" className="flex flex-col divide-y rounded-lg border bg-surface">
        {effects.map((effect) => (
          <EffectRow
            key={effect.node}
            effect={effect}
            edited={edited}
            retried={retried}
            onRepeat={
              onRepeat &&
              ((wanted) => onRepeat(wanted ? [...repeat, effect.node] : repeat.filter((node) => node !== effect.node)))
            }
          />
        ))}
      </ul>
      {again.length > 0 && (
        <Notice kind="waiting">
          {again.map(({ name }) => `“${name}”`).join(', ')}{' '}
          {isKnown ? (again.length === 1 ? 'happens' : 'happen') : 'may happen'} a second time: a second order, a second
          letter. That you asked for it is written down.
        </Notice>
      )}
    </div>
  );
}

interface EffectRowProps extends Pick<EffectContext, 'edited' | 'retried'> {
  readonly effect: PlannedEffect;
  readonly onRepeat: ((wanted: boolean) => void) | undefined;
}

function EffectRow({ effect, edited, retried, onRepeat }: EffectRowProps) {
  const { node, name, does } = effect;
  const now = useNow();
  const id = useId();
  const [Icon, tone] = LOOK[does];
  return (
    <li data-testid={`effect:${node}`} data-does={does} className="flex flex-col gap-1.5 px-3 py-2 text-sm">
      <p className="flex gap-2">
        <Icon size={15} aria-hidden="true" className={clsx('mt-0.5 shrink-0', tone)} />
        <span className="min-w-0">
          <span className="font-medium">{name}</span>
          <span className="text-muted">: {effectWords(effect, { edited, retried, now })}.</span>
        </span>
      </p>
      {onRepeat && mayRepeat(effect) && (
        <p className="flex items-center gap-2 pl-6">
          <Checkbox id={id} label={`Send ${name} again anyway`} checked={does === 'repeated'} onChange={onRepeat} />
          <label htmlFor={id} className="text-muted text-xs">
            Send again anyway
          </label>
        </p>
      )}
    </li>
  );
}
