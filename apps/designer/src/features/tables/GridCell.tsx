import clsx from 'clsx';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** How a cell that is being written ended, and where to go on. */
export type CellEnd = { readonly text: string; readonly move: 'stay' | 'down' | 'right' | 'left' } | undefined;

export interface GridCellProps {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly column: number;
  readonly isActive: boolean;
  readonly isWrong: boolean;
  /** Text that writing begins with; absent while nobody writes here. */
  readonly writing: string | undefined;
  readonly onChoose: () => void;
  readonly onWrite: () => void;
  readonly onDone: (end: CellEnd) => void;
}

export function GridCell({ id, label, text, column, isActive, isWrong, writing, ...on }: GridCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the grid has the focus and the keys.
    <div
      id={id}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isActive}
      aria-invalid={isWrong || undefined}
      onClick={on.onChoose}
      onDoubleClick={on.onWrite}
      className={clsx(
        'flex min-w-0 items-center border-l',
        isActive && 'outline-2 outline-accent outline-offset-[-2px]',
        isWrong && 'bg-failed-soft',
      )}
    >
      {writing === undefined ? (
        <span className="truncate px-3" title={text}>
          {text}
        </span>
      ) : (
        <CellInput label={label} initial={writing} onDone={on.onDone} />
      )}
    </div>
  );
}

interface CellInputProps {
  readonly label: string;
  readonly initial: string;
  readonly onDone: (end: CellEnd) => void;
}

function CellInput({ label, initial, onDone }: CellInputProps) {
  const [text, setText] = useState(initial);
  const input = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => input.current?.focus(), []);
  const end = (how: CellEnd): void => {
    if (ended.current) return;
    ended.current = true;
    onDone(how);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') end(undefined);
    else if (event.key === 'Enter') end({ text, move: 'down' });
    else if (event.key === 'Tab') end({ text, move: event.shiftKey ? 'left' : 'right' });
    else return;
    event.preventDefault();
  };
  return (
    <input
      ref={input}
      aria-label={label}
      value={text}
      maxLength={500}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end({ text, move: 'stay' })}
      className="h-full w-full bg-raised px-3 text-text outline-2 outline-accent outline-offset-[-2px]"
    />
  );
}
