import { type NodeProps, NodeResizer } from '@xyflow/react';
import clsx from 'clsx';
import { memo, useEffect, useState } from 'react';
import { useCanvasActions } from './canvas-actions.ts';
import type { NoteCanvasNode } from './model/canvas-nodes.ts';

/** A remark on the canvas: for people, never for the run. Double-click to write. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<NoteCanvasNode>) {
  const { changeNote, resizeNote } = useCanvasActions();
  const [draft, setDraft] = useState(data.text === '' && data.editable ? '' : undefined);
  useEffect(() => {
    if (!data.editable) setDraft(undefined);
  }, [data.editable]);
  const done = () => {
    if (draft !== undefined && draft !== data.text) changeNote(id, draft);
    setDraft(undefined);
  };
  return (
    <>
      {data.editable && (
        <NodeResizer
          isVisible={selected}
          minWidth={120}
          minHeight={60}
          lineClassName="border-accent!"
          handleClassName="size-2! rounded-sm! border-accent! bg-raised!"
          onResizeEnd={(_, { x, y, width, height }) => resizeNote(id, { x, y, width, height })}
        />
      )}
      <div
        data-testid={`note:${id}`}
        className={clsx(
          'size-full overflow-auto rounded-lg border bg-waiting-soft p-3 text-sm text-text',
          selected ? 'border-accent' : 'border-waiting/30',
        )}
      >
        {draft === undefined ? (
          <button
            type="button"
            className="flex size-full cursor-[inherit]! items-start whitespace-pre-wrap break-words text-left"
            onDoubleClick={() => data.editable && setDraft(data.text)}
          >
            {data.text === '' ? 'Double-click to write.' : data.text}
          </button>
        ) : (
          <textarea
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
            autoFocus
            aria-label="Text of the note"
            className="nodrag nowheel size-full resize-none bg-transparent text-sm outline-none"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={done}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
              event.stopPropagation();
            }}
          />
        )}
      </div>
    </>
  );
});
