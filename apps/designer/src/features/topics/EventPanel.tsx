import { type EventView, getTopicEvent } from '@lockstep/schema/api';
import { Fragment } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Dialog, formatBytes, JsonTree, SkeletonRows, Time } from '../../ui/index.ts';

export interface EventPanelProps {
  readonly topic: string;
  readonly offset: number;
  readonly onClose: () => void;
}

/** One event: what was told, under which id, and the attributes of a CloudEvent. */
export function EventPanel({ topic, offset, onClose }: EventPanelProps) {
  const event = useCall(getTopicEvent, { params: { topic, offset } }, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <Dialog open onClose={onClose} shape="drawer" title={`Event ${offset}`} description={topic}>
      <AnswerView query={event} what="The event" loading={<SkeletonRows rows={4} label="Loading the event" />}>
        {(view) => <Detail event={view} />}
      </AnswerView>
    </Dialog>
  );
}

function Detail({
  event: { key, eventId, bytes, receivedAt, sourceAt, payload, attributes },
}: {
  readonly event: EventView;
}) {
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">Key</dt>
        <dd className="break-all">{key}</dd>
        <dt className="text-muted">Event id</dt>
        <dd className="break-all font-mono text-xs leading-5">{eventId}</dd>
        {sourceAt !== undefined && (
          <>
            <dt className="text-muted">Happened</dt>
            <dd>
              <Time at={sourceAt} />
            </dd>
          </>
        )}
        <dt className="text-muted">Received</dt>
        <dd>
          <Time at={receivedAt} />
        </dd>
        <dt className="text-muted">Size</dt>
        <dd className="tabular">{formatBytes(bytes)}</dd>
      </dl>
      <section aria-label="Payload" className="overflow-hidden rounded-lg border bg-surface">
        <h3 className="border-b px-3 py-1.5 font-semibold text-sm">Payload</h3>
        <JsonTree value={payload} root="payload" label="Payload" fitPx={480} />
      </section>
      {attributes !== undefined && (
        <section aria-label="CloudEvent" className="rounded-lg border bg-surface">
          <h3 className="border-b px-3 py-1.5 font-semibold text-sm">CloudEvent</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 px-3 py-2 text-sm">
            {Object.entries(attributes).map(([name, value]) => (
              <Fragment key={name}>
                <dt className="text-muted">{name}</dt>
                <dd className="break-all font-mono text-xs leading-5">{String(value)}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
