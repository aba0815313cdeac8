import clsx from 'clsx';
import { X } from 'lucide-react';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import type { Command } from '../../stores/history.ts';
import { IconButton, Time } from '../../ui/index.ts';

/** Right of the canvas: everything that was done to the draft in this browser, newest first; one click goes to any of it. */
export function HistoryPanel() {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const { past, future } = useFlowState((state) => state.history);
  const all = [...past, ...future];
  const rows = all.map((command, index) => ({ command, position: index + 1 })).toReversed();
  const go = (position: number) => store.getState().jump(position);
  return (
    <section aria-label="History" className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">History</h2>
          <p className="text-muted text-xs">What was done to this draft in this browser. Choose a step to go there.</p>
        </div>
        <IconButton
          size="sm"
          label="Close history"
          icon={<X size={15} />}
          onClick={() => ui.setState({ panel: undefined })}
        />
      </header>
      <ol className="min-h-0 flex-1 overflow-y-auto p-2">
        {rows.map(({ command, position }) => (
          <li key={position}>
            <Row command={command} position={position} now={past.length} onGo={() => go(position)} />
          </li>
        ))}
        <li>
          <Row command={undefined} position={0} now={past.length} onGo={() => go(0)} />
        </li>
      </ol>
    </section>
  );
}

interface RowProps {
  readonly command: Command | undefined;
  readonly position: number;
  /** Where the document is now. */
  readonly now: number;
  readonly onGo: () => void;
}

function Row({ command, position, now, onGo }: RowProps) {
  const isNow = position === now;
  const label =
    command === undefined ? 'As it was opened' : command.label.charAt(0).toUpperCase() + command.label.slice(1);
  return (
    <button
      type="button"
      aria-current={isNow ? 'step' : undefined}
      data-testid={`history:${position}`}
      className={clsx(
        'flex w-full items-baseline gap-3 rounded-md px-2 py-1.5 text-left text-sm',
        isNow ? 'bg-accent-soft font-medium text-accent-text' : 'hover:bg-hover',
        position > now && 'text-muted line-through decoration-line-strong',
      )}
      onClick={onGo}
    >
      <span className="min-w-0 flex-1 break-words">{label}</span>
      {command !== undefined && (
        <span className="shrink-0 font-normal text-muted text-xs">
          <Time at={new Date(command.at).toISOString()} />
        </span>
      )}
    </button>
  );
}
