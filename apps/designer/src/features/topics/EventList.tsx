import { type ListedEvent, listTopicEvents } from '@lockstep/schema/api';
import { Inbox, SearchX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { usePages } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Button,
  Card,
  EmptyState,
  Field,
  formatBytes,
  formatCount,
  Input,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
} from '../../ui/index.ts';
import { isoOf, localOf } from './local-time.ts';
import { TimeField } from './TimeField.tsx';

/** Which events are shown; times are ISO. */
export interface EventFilter {
  readonly key?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface EventListProps {
  readonly topic: string;
  readonly filter: EventFilter;
  readonly onFilter: (filter: EventFilter) => void;
  readonly onOpen: (offset: number) => void;
}

/** Events of a topic, newest first, by key and time. */
export function EventList({ topic, filter: { key, from, to }, onFilter, onOpen }: EventListProps) {
  const pages = usePages(
    listTopicEvents,
    (before) => ({
      params: { topic },
      query: { key, from, to, ...(before !== undefined && { before: Number(before) }) },
    }),
    ({ next }) => (next === undefined ? undefined : String(next)),
  );
  const rows = pages.data?.pages.flatMap(({ events }) => events) ?? [];
  const isNarrowed = key !== undefined || from !== undefined || to !== undefined;
  return (
    <Card
      title="Events"
      flush
      actions={
        <Button size="sm" kind="quiet" busy={pages.isRefetching} onClick={() => void pages.refetch()}>
          Refresh
        </Button>
      }
    >
      <FilterForm filter={{ key, from, to }} onFilter={onFilter} />
      <AnswerView query={pages} what="Events" loading={<SkeletonRows label="Loading events" />}>
        {() =>
          rows.length > 0 ? (
            <EventTable rows={rows} onOpen={onOpen} />
          ) : isNarrowed ? (
            <EmptyState
              icon={<SearchX size={20} />}
              title="No event matches"
              action={
                <Button onClick={() => onFilter({ key: undefined, from: undefined, to: undefined })}>Show all</Button>
              }
            >
              A key is compared as a whole. Events older than the topic keeps are gone.
            </EmptyState>
          ) : (
            <EmptyState icon={<Inbox size={20} />} title="No event is kept">
              None was told yet, or the topic has let them go.
            </EmptyState>
          )
        }
      </AnswerView>
      {pages.hasNextPage && (
        <div className="flex justify-center border-t py-3">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Load older
          </Button>
        </div>
      )}
    </Card>
  );
}

function FilterForm({ filter, onFilter }: Pick<EventListProps, 'filter' | 'onFilter'>) {
  const [key, setKey] = useState(filter.key ?? '');
  const [from, setFrom] = useState(localOf(filter.from));
  const [to, setTo] = useState(localOf(filter.to));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFilter({ key: key === '' ? undefined : key, from: isoOf(from), to: isoOf(to) });
  };
  return (
    <form aria-label="Which events" onSubmit={submit} className="flex flex-wrap items-end gap-3 border-b px-4 py-3">
      <Field label="Key" className="w-48">
        {(control) => <Input {...control} value={key} onChange={(event) => setKey(event.target.value)} />}
      </Field>
      <TimeField label="From" className="w-52" value={from} onChange={setFrom} />
      <TimeField label="Before" className="w-52" value={to} onChange={setTo} />
      <Button type="submit">Show</Button>
    </form>
  );
}

function EventTable({
  rows,
  onOpen,
}: {
  readonly rows: readonly ListedEvent[];
  readonly onOpen: (offset: number) => void;
}) {
  return (
    <Table label="Events">
      <thead>
        <tr>
          <Th className="w-24 text-right!">Offset</Th>
          <Th className="w-44">Key</Th>
          <Th>Payload</Th>
          <Th className="hidden w-24 text-right! @2xl:table-cell">Size</Th>
          <Th className="w-28">Received</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ offset, key, eventId, preview, bytes, receivedAt }) => (
          <tr key={offset} data-testid={`event-row:${offset}`} className="relative hover:bg-hover/60">
            <Td className="tabular text-right!">
              <button
                type="button"
                aria-label={`Event ${offset}`}
                className="tabular rounded after:absolute after:inset-0"
                onClick={() => onOpen(offset)}
              >
                {formatCount(offset)}
              </button>
            </Td>
            <Td className="font-medium">
              <p className="truncate" title={key}>
                <bdi>{key}</bdi>
              </p>
            </Td>
            <Td>
              <p className="truncate font-mono text-xs" title={eventId}>
                {preview}
              </p>
            </Td>
            <Td className="tabular hidden text-right! text-muted @2xl:table-cell">{formatBytes(bytes)}</Td>
            <Td className="text-muted">
              <Time at={receivedAt} className="relative z-10" />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
