import clsx from 'clsx';
import { ChevronDown, ChevronRight, Group } from 'lucide-react';
import { useRef, useState } from 'react';
import { HUE_CLASS } from './hues.ts';
import { groupNodeId } from './model/groups.ts';
import type { GroupRow } from './model/outline-groups.ts';

export interface OutlineGroupProps {
  readonly row: GroupRow;
  readonly index: number;
  /** The one the Tab key comes to. */
  readonly current: boolean;
  readonly selected: boolean;
  readonly folded: boolean;
  /** Its name is being written here. */
  readonly naming: boolean;
  readonly onPick: () => void;
  /** The name as it was written; `undefined` where the person gave up. */
  readonly onNamed: (name: string | undefined) => void;
}

/** A group of the outline: what it is called, and how many steps are in it. */
export function OutlineGroup({ row, index, current, selected, folded, naming, onPick, onNamed }: OutlineGroupProps) {
  const { group, count, depth } = row;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={!folded}
      aria-label={`Group ${group.name}, ${count === 1 ? '1 step' : `${count} steps`}`}
      data-row={index}
      data-key={groupNodeId(group.id)}
      tabIndex={current ? 0 : -1}
      onClick={onPick}
      style={{ paddingLeft: 8 + depth * 14 }}
      className={clsx(
        'flex h-8 cursor-pointer items-center gap-2 rounded-md pr-2 text-sm',
        HUE_CLASS[group.colour ?? 'grey'],
        selected ? 'bg-accent-soft text-accent-text' : 'hover:bg-hover',
      )}
    >
      <Chevron size={12} aria-hidden="true" className="-mr-1 shrink-0 text-muted" />
      <Group size={14} aria-hidden="true" className="shrink-0 text-(--hue)" />
      {naming ? (
        <NameField name={group.name} onNamed={onNamed} />
      ) : (
        <>
          <span className="min-w-0 flex-1 truncate font-medium">{group.name}</span>
          <span className="tabular shrink-0 text-2xs text-muted">{count}</span>
        </>
      )}
    </div>
  );
}

function NameField({ name, onNamed }: { readonly name: string } & Pick<OutlineGroupProps, 'onNamed'>) {
  const [text, setText] = useState(name);
  const written = text.trim();
  const kept = written === '' || written === name ? undefined : written;
  const gaveUp = useRef(false);
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      aria-label="Name of the group"
      maxLength={120}
      className="h-6 min-w-0 flex-1 rounded-md border border-accent bg-raised px-1.5 text-sm text-text outline-none"
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onNamed(gaveUp.current ? undefined : kept)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        gaveUp.current = event.key === 'Escape';
        // Its row has the keys again at once; that the field is left says the name.
        event.currentTarget.closest<HTMLElement>('[role="treeitem"]')?.focus();
      }}
    />
  );
}
