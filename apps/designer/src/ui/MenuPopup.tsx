import { Menu as Base } from '@base-ui/react/menu';
import clsx from 'clsx';
import type { RefObject } from 'react';
import type { MenuEntry } from './Menu.tsx';

export interface MenuPopupProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The button that it hangs on, and that takes the focus back. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly items: readonly MenuEntry[];
  readonly align: 'start' | 'end';
}

/** What a menu shows once it is open. */
export function MenuPopup({ open, onClose, anchor, items, align }: MenuPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} sideOffset={4} className="z-50">
          <Base.Popup
            finalFocus={anchor}
            aria-label={anchor.current?.getAttribute('aria-label') ?? anchor.current?.textContent ?? undefined}
            className="pop min-w-44 rounded-lg bg-raised p-1 shadow-pop outline-none"
          >
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
                    'flex touch:min-h-11 cursor-default select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none',
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
