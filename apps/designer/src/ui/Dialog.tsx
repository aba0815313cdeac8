import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Buttons at the bottom, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg' | 'full';
  /** `drawer` slides in from the right and keeps the page in view. */
  readonly shape?: 'centre' | 'drawer';
  readonly children?: ReactNode;
}

const WIDTH = { sm: 'w-[26rem]', md: 'w-[34rem]', lg: 'w-[52rem]', full: 'w-[calc(100vw-4rem)] h-[calc(100vh-4rem)]' };

const FIRST_FIELD = 'form input:not([disabled], [aria-hidden]), form textarea:not([disabled])';

/**
 * A dialog over the page: traps the focus, closes on Escape and outside clicks, gives the focus back. A form begins in
 * its first field.
 */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, footer, size = 'md', shape = 'centre', children } = props;
  const drawer = shape === 'drawer';
  const popup = useRef<HTMLDivElement>(null);
  const firstField = useCallback(() => popup.current?.querySelector<HTMLElement>(FIRST_FIELD) ?? true, []);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          initialFocus={firstField}
          className={clsx(
            'fixed z-40 flex flex-col bg-raised text-text shadow-dialog outline-none transition duration-150',
            'data-ending-style:opacity-0 data-starting-style:opacity-0',
            drawer
              ? 'inset-y-0 right-0 max-w-[90vw] data-ending-style:translate-x-4 data-starting-style:translate-x-4'
              : '-translate-x-1/2 -translate-y-1/2 top-1/2 left-1/2 max-h-[calc(100vh-3rem)] max-w-[calc(100vw-2rem)] rounded-xl data-ending-style:scale-[0.98] data-starting-style:scale-[0.98]',
            WIDTH[size],
          )}
        >
          <header className="flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 flex-1">
              <Base.Title className="font-semibold text-lg">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-0.5 text-muted text-sm">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className="-mr-1 rounded-md p-1.5 touch:p-3.5 text-faint hover:bg-hover hover:text-text active:bg-pressed"
            >
              <X size={16} />
            </Base.Close>
          </header>
          {children !== undefined && (
            <div className={clsx('min-h-0 overflow-y-auto px-5 py-4', (drawer || size === 'full') && 'flex-1')}>
              {children}
            </div>
          )}
          {footer !== undefined && (
            <footer className="flex items-center justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
