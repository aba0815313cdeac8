import { getPause } from '@lockstep/schema/api';
import { contentHash } from '@lockstep/schema/graph';
import { Link } from '@tanstack/react-router';
import {
  ChevronLeft,
  CircleAlert,
  CircleCheck,
  FlaskConical,
  History,
  Redo2,
  Rocket,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { PausedBadge } from '../../features/flows/PausedBadge.tsx';
import { useLaneNote } from '../../features/lanes/use-lane-note.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import type { PresenceDesk } from '../../stores/presence.ts';
import { Badge, Button, IconButton } from '../../ui/index.ts';
import { ModeSwitch } from './ModeSwitch.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { People } from './People.tsx';
import { SaveState } from './SaveState.tsx';

/** Above the canvas: which flow, whether it is safe, and the ways on. */
export function TopBar({ presence }: { readonly presence: PresenceDesk | undefined }) {
  const ui = useEditorUiApi();
  const panel = useEditorUi((state) => state.panel);
  const dialog = (name: 'test' | 'publish') => () => ui.setState({ dialog: name });
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-2 max-lg:flex-wrap max-lg:py-1.5 border-b bg-surface pr-3 pl-2">
      <Link
        to="/flows"
        aria-label="All flows"
        title="All flows"
        className="grid size-8 touch:size-11 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text"
      >
        <ChevronLeft size={16} />
      </Link>
      <FlowName />
      <PublishedBadge />
      <PausedMark />
      <LaneMark />
      <SaveState />
      <div className="mx-1 h-5 w-px shrink-0 bg-line" />
      <UndoButtons />
      <div className="min-w-0 flex-1" />
      <ModeSwitch />
      <div className="min-w-0 flex-1" />
      {presence !== undefined && <People desk={presence} />}
      <ProblemsButton />
      <Button icon={<FlaskConical size={14} />} onClick={dialog('test')} title="Test run (Ctrl Enter)">
        <span className="max-xl:sr-only">Test run</span>
      </Button>
      <IconButton
        label="Versions"
        kind={panel === 'versions' ? 'secondary' : 'quiet'}
        icon={<History size={16} />}
        onClick={() => ui.setState({ panel: panel === 'versions' ? undefined : 'versions', viewing: undefined })}
      />
      <MoreMenu />
      <Button kind="primary" icon={<Rocket size={14} />} onClick={dialog('publish')}>
        Publish
      </Button>
    </header>
  );
}

/** The name as text that can be written over. */
function FlowName() {
  const store = useFlowStoreApi();
  const name = useFlowState((state) => state.flow.name);
  const [text, setText] = useState<string>();
  const commit = () => {
    const next = text?.trim() ?? '';
    if (next !== '' && next !== name) store.getState().edit({ type: 'flow.rename', name: next });
    setText(undefined);
  };
  const shown = text ?? name;
  return (
    <h1 className="grid min-w-20 max-w-72 shrink items-center">
      {/* The invisible twin gives the field the width of its text. */}
      <span aria-hidden="true" className="invisible col-start-1 row-start-1 truncate px-3 font-semibold text-base">
        {shown === '' ? ' ' : shown}
      </span>
      <input
        aria-label="Name of the flow"
        size={1}
        className="col-start-1 row-start-1 h-8 w-full min-w-0 truncate rounded-md border border-transparent bg-transparent px-2 font-semibold text-base hover:border-line-strong focus:border-accent"
        value={shown}
        maxLength={120}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setText(undefined);
        }}
      />
    </h1>
  );
}

/** What is live, and whether the draft means something else: by content, never by a flag. */
function PublishedBadge() {
  const flow = useFlowState((state) => state.flow);
  const published = useFlowState((state) => state.published);
  const changed = useMemo(() => published !== undefined && contentHash(flow) !== published.hash, [flow, published]);
  if (published === undefined) return <Badge tone="plain">Draft</Badge>;
  return changed ? (
    <Badge tone="waiting">Changed since v{published.version}</Badge>
  ) : (
    <Badge tone="ok">Live v{published.version}</Badge>
  );
}

/** Shown while nothing new of this flow begins. */
function PausedMark() {
  const flowId = useFlowState((state) => state.flow.id);
  // Messages that are held are no event of the stream.
  const { data } = useCall(getPause, { params: { flowId } }, { refetchInterval: 10_000 });
  return data?.paused === undefined ? null : <PausedBadge pause={data.paused} held={data.held} />;
}

/** Shown while messages wait for their turn; leads to the keys. */
function LaneMark() {
  const ui = useEditorUiApi();
  const note = useLaneNote();
  if (note === undefined) return null;
  return (
    <button
      type="button"
      title="Show the lanes"
      className="min-w-0 shrink rounded-md"
      onClick={() => ui.setState({ panel: 'lanes', viewing: undefined })}
    >
      <Badge tone={note.isBlocked ? 'failed' : 'waiting'} className="max-w-full">
        <span className="truncate">{note.text}</span>
      </Badge>
    </button>
  );
}

function UndoButtons() {
  const store = useFlowStoreApi();
  const undo = useFlowState((state) => state.history.past.at(-1)?.label);
  const redo = useFlowState((state) => state.history.future[0]?.label);
  return (
    <>
      <IconButton
        label={undo === undefined ? 'Nothing to undo' : `Undo: ${undo}`}
        shortcut="Ctrl Z"
        icon={<Undo2 size={15} />}
        aria-disabled={undo === undefined}
        onClick={() => store.getState().undo()}
      />
      <IconButton
        label={redo === undefined ? 'Nothing to redo' : `Redo: ${redo}`}
        shortcut="Ctrl Shift Z"
        icon={<Redo2 size={15} />}
        aria-disabled={redo === undefined}
        onClick={() => store.getState().redo()}
      />
    </>
  );
}

function ProblemsButton() {
  const ui = useEditorUiApi();
  const open = useEditorUi((state) => state.panel === 'problems');
  const errors = useFlowState((state) => state.issues.filter(({ severity }) => severity === 'error').length);
  const warnings = useFlowState((state) => state.issues.length) - errors;
  const words = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return (
    <Button
      kind="quiet"
      aria-pressed={open}
      aria-label={words.length === 0 ? 'No problems' : `Problems: ${words.join(', ')}`}
      title="Problems (F8 goes to the next)"
      data-testid="problems-button"
      onClick={() => ui.setState({ panel: open ? undefined : 'problems' })}
    >
      {errors > 0 && (
        <span className="flex items-center gap-1 text-failed">
          <CircleAlert size={14} aria-hidden="true" /> {errors}
        </span>
      )}
      {warnings > 0 && (
        <span className="flex items-center gap-1 text-waiting">
          <TriangleAlert size={14} aria-hidden="true" /> {warnings}
        </span>
      )}
      {words.length === 0 && <CircleCheck size={15} aria-hidden="true" className="text-ok" />}
    </Button>
  );
}
