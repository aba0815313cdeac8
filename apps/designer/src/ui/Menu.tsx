import { mergeProps } from '@base-ui/react/merge-props';
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react';
import { lazyPart } from './lazy-part.ts';

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
  const [open, setOpen] = useState(false);
  const wanted = useRef(false);
  wanted.current ||= open;
  const anchor = useRef<HTMLButtonElement>(null);
  const props = {
    ref: anchor,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    onClick: () => setOpen((is) => !is),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      setOpen(true);
    },
  };
  return (
    <>
      {cloneElement(trigger, mergeProps<'button'>(trigger.props as object, props))}
      {wanted.current && (
        <Suspense>
          <MenuPopup open={open} onClose={() => setOpen(false)} anchor={anchor} items={items} align={align} />
        </Suspense>
      )}
    </>
  );
}

const MenuPopup = lazyPart(async () => (await import('./MenuPopup.tsx')).MenuPopup);
