import type { FlowGroup } from '@lockstep/schema/graph';
import { type ReactNode, useState } from 'react';
import { useCanvasActions } from './canvas-actions.ts';
import { useOverlay } from './overlay-store.ts';

/** The name of a group, or the field to write it in. `children`: how it looks otherwise. */
export function GroupName({ group, children }: { readonly group: FlowGroup; readonly children: ReactNode }) {
  const isWriting = useOverlay((overlay) => overlay.writing === group.id);
  return isWriting ? <NameField group={group} /> : children;
}

function NameField({ group }: { readonly group: FlowGroup }) {
  const { renameGroup, write } = useCanvasActions();
  const [text, setText] = useState(group.name);
  const done = (keep: boolean) => {
    const name = text.trim();
    if (keep && name !== '' && name !== group.name) renameGroup(group.id, name);
    write(undefined);
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      aria-label="Name of the group"
      maxLength={120}
      className="nodrag nopan h-6 min-w-0 flex-1 rounded-md border border-accent bg-raised px-1.5 font-medium text-xs outline-none"
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => done(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done(true);
        if (event.key === 'Escape') done(false);
        event.stopPropagation();
      }}
    />
  );
}
