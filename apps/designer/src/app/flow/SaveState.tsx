import { Check, CloudOff, LoaderCircle, PencilLine, TriangleAlert } from 'lucide-react';
import type { SaveStatus } from '../../stores/draft-slice.ts';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, formatRelative, Tooltip, useNow } from '../../ui/index.ts';

const JUST_NOW_MS = 5_000;

/** Whether the work is safe, in one word and a shape. */
export function SaveState() {
  const status = useFlowState((state) => state.status);
  const now = useNow();
  const ui = useEditorUiApi();
  const { text, hint, icon, tone } = lookOf(status, now);
  if (status.kind === 'conflict') {
    return (
      <Button size="sm" kind="quiet" icon={icon} title={hint} onClick={() => ui.setState({ conflictLater: false })}>
        <span data-testid="save-state" data-state="conflict" className={tone}>
          {text}: choose
        </span>
      </Button>
    );
  }
  return (
    <Tooltip label={hint}>
      <span
        role="status"
        data-testid="save-state"
        data-state={status.kind}
        className={`flex items-center gap-1.5 whitespace-nowrap text-xs ${tone}`}
      >
        {icon}
        {text}
      </span>
    </Tooltip>
  );
}

function lookOf(status: SaveStatus, now: number) {
  switch (status.kind) {
    case 'saved': {
      const ago = now - status.at < JUST_NOW_MS ? 'just now' : formatRelative(status.at, now);
      return { text: 'Saved', hint: `Saved ${ago}`, icon: <Check size={13} aria-hidden="true" />, tone: 'text-muted' };
    }
    case 'unsaved':
    case 'saving':
      return {
        text: 'Saving…',
        hint: 'Kept in this browser; on its way to the server',
        icon:
          status.kind === 'saving' ? (
            <LoaderCircle size={13} aria-hidden="true" className="animate-spin" />
          ) : (
            <PencilLine size={13} aria-hidden="true" />
          ),
        tone: 'text-muted',
      };
    case 'offline':
      return {
        text: 'Offline, kept here',
        hint: `${status.reason}. Your changes are kept in this browser and sent when the server answers.`,
        icon: <CloudOff size={13} aria-hidden="true" />,
        tone: 'text-waiting',
      };
    case 'conflict':
      return {
        text: 'Two drafts',
        hint: 'Somebody saved in between',
        icon: <TriangleAlert size={13} aria-hidden="true" />,
        tone: 'text-failed',
      };
    case 'refused':
      return {
        text: 'Not saved',
        hint: status.reason,
        icon: <TriangleAlert size={13} aria-hidden="true" />,
        tone: 'text-failed',
      };
    default:
      return status satisfies never;
  }
}
