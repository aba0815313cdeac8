import { type NodeProps, NodeResizer } from '@xyflow/react';
import clsx from 'clsx';
import { memo, useEffect, useState } from 'react';
import { useCanvasActions } from './canvas-actions.ts';
import { HUE_CLASS } from './hues.ts';
import type { NoteCanvasNode } from './model/node-data.ts';
import { NoteText } from './NoteText.tsx';
import { useOverlay } from './overlay-store.ts';

/** A remark on the canvas: for people, never for the run. Double-click or Enter to write. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<NoteCanvasNode>) {
  const { changeNote, resizeNote, write } = useCanvasActions();
  const isAsked = useOverlay((overlay) => overlay.writing === id);
  const isWriting = isAsked && data.editable;
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
          'note size-full overflow-auto rounded-lg p-3 text-sm text-text',
          HUE_CLASS[data.colour],
          selected && 'is-selected',
        )}
      >
        {isWriting ? (
          <NoteField text={data.text} onDone={(text) => changeNote(id, text)} onClose={() => write(undefined)} />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: a convenience of the pointer; Enter on the note does the same
          <div className="min-h-full" onDoubleClick={() => data.editable && write(id)}>
            {data.text === '' ? <p className="text-muted">Double-click to write.</p> : <NoteText text={data.text} />}
          </div>
        )}
      </div>
    </>
  );
});

interface NoteFieldProps {
  readonly text: string;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

function NoteField({ text, onDone, onClose }: NoteFieldProps) {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const done = () => {
    if (draft !== text) onDone(draft);
    onClose();
  };
  return (
    <textarea
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      aria-label="Text of the note"
      placeholder="# Heading, - list, **bold**, `code`, [words](https://…)"
      className="nodrag nowheel size-full resize-none bg-transparent text-sm outline-none"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}
