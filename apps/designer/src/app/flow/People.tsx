import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import { usePerson } from '../../stores/person.ts';
import type { PresenceDesk } from '../../stores/presence.ts';
import { lazyPart } from '../../ui/index.ts';

const NameDialog = lazyPart(async () => (await import('./NameDialog.tsx')).NameDialog);

const MOST_SHOWN = 3;

/** Who has this flow open: the others by their initials, and oneself, who can say their name. */
export function People({ desk }: { readonly desk: PresenceDesk }) {
  const { others } = useStore(desk.store);
  const { name } = usePerson();
  const [naming, setNaming] = useState(false);
  const words = others.map((one) => `${one.name}${one.writes ? ' (writes)' : ''}`);
  return (
    <div className="flex shrink-0 items-center">
      {others.length > 0 && (
        <ul aria-label="Also here" data-testid="people" className="-mr-1 flex" title={`Also here: ${words.join(', ')}`}>
          {others.slice(0, MOST_SHOWN).map((one) => (
            <li
              key={one.session}
              className="-ml-1 grid size-6 place-items-center rounded-full border border-surface bg-accent-soft font-semibold text-2xs text-accent-text"
            >
              <span aria-hidden="true">{initials(one.name)}</span>
              <span className="sr-only">
                {one.name}
                {one.writes ? ', writes' : ', looks on'}
              </span>
            </li>
          ))}
          {others.length > MOST_SHOWN && <li className="pl-1 text-muted text-xs">+{others.length - MOST_SHOWN}</li>}
        </ul>
      )}
      <button
        type="button"
        aria-label={`You are ${name}: change your name`}
        title={`You are ${name}. Others see this name; click to change it.`}
        className="ml-1 grid size-6 place-items-center rounded-full border border-line-strong font-semibold text-2xs text-muted hover:text-text"
        onClick={() => setNaming(true)}
      >
        {initials(name)}
      </button>
      {naming && (
        <Suspense>
          <NameDialog name={name} onClose={() => setNaming(false)} />
        </Suspense>
      )}
    </div>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
