import clsx from 'clsx';
import type { ReactNode } from 'react';
import { SearchInput } from '../../ui/index.ts';

/** Height of the head of both panes; the picture between them begins below it. */
export const HEAD_PX = 40;

interface PaneProps {
  readonly title: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly className: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One side of the board: its name, a search, its tree. */
export function Pane({ title, search, onSearch, className, aside, children }: PaneProps) {
  return (
    <div className={clsx('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="flex shrink-0 items-center gap-2 border-b px-2" style={{ height: HEAD_PX }}>
        <h3 className="font-medium text-muted text-xs">{title}</h3>
        <SearchInput
          label={`Find in the ${title.toLowerCase()}`}
          placeholder="Find"
          value={search}
          onChange={onSearch}
          className="min-w-0 flex-1"
        />
        {aside}
      </div>
      {children}
    </div>
  );
}
