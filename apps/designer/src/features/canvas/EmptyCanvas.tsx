import { CalendarClock, MousePointerClick, Play, RadioTower, Webhook } from 'lucide-react';
import { Button, Kbd } from '../../ui/index.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** What an empty canvas says: how a flow begins. */
export function EmptyCanvas() {
  const { add, openQuickAdd, canvas } = useEditorActions();
  const addInMiddle = (type: string) => {
    const middle = canvas.toFlow(canvas.middle());
    add(type, { kind: 'place', at: { x: middle.x - 320, y: middle.y - 30 } });
  };
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <div className="pointer-events-auto flex max-w-md flex-col items-center gap-1 rounded-xl border border-dashed bg-surface px-8 py-7 text-center">
        <p className="font-semibold text-base">Begin with what starts the flow</p>
        <p className="text-muted text-sm">
          A webhook receives messages from another system; a manual start waits for you, a schedule for its time, and a
          topic brings the events that other flows publish.
        </p>
        <div className="mt-3 flex gap-2">
          <Button kind="primary" icon={<Webhook size={14} />} onClick={() => addInMiddle('webhook')}>
            Webhook
          </Button>
          <Button icon={<Play size={14} />} onClick={() => addInMiddle('manual')}>
            Manual start
          </Button>
          <Button icon={<CalendarClock size={14} />} onClick={() => addInMiddle('schedule')}>
            Schedule
          </Button>
          <Button icon={<RadioTower size={14} />} onClick={() => addInMiddle('on-event')}>
            Event
          </Button>
        </div>
        <button
          type="button"
          onClick={() => openQuickAdd()}
          className="mt-3 flex items-center gap-1.5 rounded px-1 text-muted text-xs hover:text-text"
        >
          <MousePointerClick size={13} aria-hidden="true" /> or double-click anywhere, or press <Kbd>N</Kbd>
        </button>
      </div>
    </div>
  );
}
