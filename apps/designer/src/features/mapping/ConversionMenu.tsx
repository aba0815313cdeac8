import type { Conversion } from '@lockstep/schema/mapping';
import { useEffect, useRef } from 'react';

export interface ConversionMenuProps {
  /** Place on the screen. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly conversions: readonly Conversion[];
  readonly onChoose: (conversion: Conversion) => void;
  readonly onClose: () => void;
}

/** Convert and map: the ways to make one field of another, the likeliest first. */
export function ConversionMenu({ x, y, title, conversions, onChoose, onClose }: ConversionMenuProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('button')?.focus();
    const away = (event: PointerEvent): void => {
      if (!list.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', away, true);
    return () => removeEventListener('pointerdown', away, true);
  }, [onClose]);
  return (
    <div
      ref={list}
      role="menu"
      tabIndex={-1}
      aria-label={title}
      style={{
        left: Math.max(8, Math.min(x, innerWidth - 330)),
        top: Math.max(8, Math.min(y, innerHeight - 60 - conversions.length * 46)),
      }}
      className="pop fixed z-50 w-80 rounded-lg bg-raised p-1 shadow-pop"
      onKeyDown={(event) => {
        const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
        const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.key === 'Escape') onClose();
        else if (step !== undefined) buttons.at((at + step) % buttons.length)?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <p className="px-2 py-1 text-muted text-xs">{title}</p>
      {conversions.map((conversion) => (
        <button
          key={conversion.label}
          type="button"
          role="menuitem"
          className="flex w-full flex-col rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover focus-visible:bg-hover"
          onClick={() => onChoose(conversion)}
        >
          {conversion.label === '' ? 'As it is' : conversion.label}
          <code className="truncate text-faint text-xs">{conversion.code('field')}</code>
        </button>
      ))}
    </div>
  );
}
