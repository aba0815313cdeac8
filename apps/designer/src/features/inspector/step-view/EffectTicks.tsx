import { Zap } from 'lucide-react';
import { Checkbox } from '../../../ui/index.ts';
import type { WritingStep } from './try-words.ts';

export interface EffectTicksProps {
  readonly steps: readonly WritingStep[];
  readonly real: ReadonlySet<string>;
  readonly onChange: (id: string, real: boolean) => void;
}

/** Steps that would change a system: each is only done for real where it is ticked, and the tick says which system that is. */
export function EffectTicks({ steps, real, onChange }: EffectTicksProps) {
  if (steps.length === 0) return null;
  const on = steps.filter(({ id }) => real.has(id)).length;
  return (
    <details className="shrink-0 border-b bg-surface px-4 py-1.5 text-sm" open={on > 0}>
      <summary className="flex cursor-pointer items-center gap-2">
        <Zap size={14} aria-hidden="true" className={on > 0 ? 'text-failed' : 'text-faint'} />
        <span className={on > 0 ? 'font-medium text-failed' : 'text-muted'}>
          {on === 0
            ? `Effects are off: ${steps.length === 1 ? 'one step' : `${steps.length} steps`} would change another system`
            : `${on} of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} will change a system for real`}
        </span>
      </summary>
      <ul aria-label="Effects" className="flex flex-col gap-1 py-1.5">
        {steps.map(({ id, name, system }) => (
          <li key={id} className="flex items-center gap-2">
            <Checkbox
              label={`Really do “${name}”: it changes ${system}`}
              checked={real.has(id)}
              onChange={(next) => onChange(id, next)}
            />
            <span>
              Really do “{name}”: it changes <strong className="font-medium">{system}</strong>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
