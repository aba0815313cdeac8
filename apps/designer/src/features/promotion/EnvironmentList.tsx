import type { EnvironmentView } from '@lockstep/schema/api';
import clsx from 'clsx';
import { KeyRound, Pencil } from 'lucide-react';
import { Card, IconButton } from '../../ui/index.ts';

export interface EnvironmentListProps {
  readonly environments: readonly EnvironmentView[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
  readonly onEdit: (name: string) => void;
}

/** Where flows can go. */
export function EnvironmentList({ environments, chosen, onChoose, onEdit }: EnvironmentListProps) {
  if (environments.length === 0) return null;
  return (
    <Card flush>
      <fieldset>
        <legend className="px-4 pt-3 font-semibold text-sm">Where to</legend>
        <ul className="p-2">
          {environments.map(({ name, url, hasToken }) => (
            <li key={name} className="flex items-center gap-1">
              <label
                className={clsx(
                  'flex min-w-0 flex-1 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5',
                  name === chosen ? 'bg-accent-soft' : 'hover:bg-hover',
                )}
              >
                <input
                  type="radio"
                  name="environment"
                  checked={name === chosen}
                  onChange={() => onChoose(name)}
                  className="accent-accent"
                />
                <span className="min-w-0 flex-1">
                  <span className="flex items-center gap-1.5 font-medium text-sm">
                    {name}
                    {hasToken && <KeyRound size={12} role="img" aria-label="with a token" className="text-muted" />}
                  </span>
                  <span className="block truncate text-muted text-xs">{url}</span>
                </span>
              </label>
              <IconButton label={`Edit ${name}`} icon={<Pencil size={14} />} onClick={() => onEdit(name)} />
            </li>
          ))}
        </ul>
      </fieldset>
    </Card>
  );
}
