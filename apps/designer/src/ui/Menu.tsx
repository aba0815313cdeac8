import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import type { ReactElement, ReactNode } from 'react';

export interface MenuAction {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}
export type MenuEntry = MenuAction | 'separator';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
}

/** Actions behind a button. */
export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50">
          <Base.Popup className="pop min-w-44 rounded-lg bg-raised p-1 shadow-pop outline-none">
            {items.map((item, index) =>
              item === 'separator' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: separators have no name and never move
                <Base.Separator key={index} className="my-1 h-px bg-line" />
              ) : (
                <Base.Item
                  key={item.label}
                  disabled={item.disabled ?? false}
                  onClick={item.onSelect}
                  className={clsx(
                    'flex cursor-default select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none',
                    'data-disabled:opacity-50 data-highlighted:bg-hover',
                    item.danger === true ? 'text-failed' : 'text-text',
                  )}
                >
                  <span className="grid size-4 place-items-center text-current opacity-80">{item.icon}</span>
                  <span className="flex-1">{item.label}</span>
                  {item.shortcut !== undefined && <span className="text-faint text-xs">{item.shortcut}</span>}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
