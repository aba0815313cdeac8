import { type ConsumerView, listConsumers, listTopics, type TopicView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Plus, RadioTower } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Badge,
  Button,
  Card,
  EmptyState,
  formatBytes,
  formatCount,
  lazyPart,
  Page,
  PageBody,
  SkeletonRows,
  Table,
  Td,
  Th,
  Time,
} from '../../ui/index.ts';
import { LagBadge } from './LagBadge.tsx';
import { keptWords, REFRESH_MS } from './topic-words.ts';

const TopicDialog = lazyPart(async () => (await import('./TopicDialog.tsx')).TopicDialog);

/** Every topic: what comes in, how long it is kept, who reads it and how far behind. */
export function TopicsPage() {
  const topics = useCall(listTopics, {}, { refetchInterval: REFRESH_MS });
  const consumers = useCall(listConsumers, { query: {} }, { refetchInterval: REFRESH_MS });
  const [declaring, setDeclaring] = useState(false);
  const create = (
    <Button kind="primary" icon={<Plus size={15} />} onClick={() => setDeclaring(true)}>
      New topic
    </Button>
  );
  return (
    <Page
      title="Topics"
      lead="Facts in the order they were told, kept for a time. Flows that listen begin a run for each; a stretch can be replayed."
      actions={create}
    >
      <PageBody>
        <Card flush>
          <AnswerView query={topics} what="Topics" loading={<SkeletonRows label="Loading topics" />}>
            {({ topics: rows }) =>
              rows.length === 0 ? (
                <EmptyState icon={<RadioTower size={20} />} title="No topic yet" action={create}>
                  A topic comes about by its first event: publish one from a flow with “Publish event”, or declare it
                  here and let another system send CloudEvents to it.
                </EmptyState>
              ) : (
                <TopicTable rows={rows} consumers={consumers.data?.consumers} />
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
      {declaring && <TopicDialog topic={undefined} onClose={() => setDeclaring(false)} />}
    </Page>
  );
}

interface TopicTableProps {
  readonly rows: readonly TopicView[];
  /** `undefined` while they are not known. */
  readonly consumers: readonly ConsumerView[] | undefined;
}

function TopicTable({ rows, consumers }: TopicTableProps) {
  return (
    <Table label="Topics">
      <thead>
        <tr>
          <Th>Topic</Th>
          <Th className="w-24 text-right!">Last hour</Th>
          <Th className="hidden w-24 text-right! @2xl:table-cell">Last day</Th>
          <Th className="w-24 text-right!">Kept</Th>
          <Th className="hidden w-28 @4xl:table-cell">Kept for</Th>
          <Th className="hidden w-28 @3xl:table-cell">Newest</Th>
          <Th className="w-44 @7xl:w-1/4">Readers</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TopicRow key={row.name} row={row} readers={consumers?.filter(({ topic }) => topic === row.name)} />
        ))}
      </tbody>
    </Table>
  );
}

function TopicRow({
  row,
  readers,
}: {
  readonly row: TopicView;
  readonly readers: readonly ConsumerView[] | undefined;
}) {
  const { name, description, contract, door, lastHour, lastDay, events, bytes, newestAt } = row;
  return (
    <tr data-testid={`topic-row:${name}`} className="relative hover:bg-hover/60">
      <Td>
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
          <Link
            to="/topics/$topic"
            params={{ topic: name }}
            title={name}
            className="max-w-full truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
          >
            {name}
          </Link>
          {contract !== undefined && <Badge tone="plain">{contract}</Badge>}
          {door !== undefined && <Badge tone="accent">Open to systems</Badge>}
        </div>
        {description !== '' && <p className="truncate text-muted text-xs">{description}</p>}
      </Td>
      <Td className="tabular text-right!">{formatCount(lastHour)}</Td>
      <Td className="tabular hidden text-right! @2xl:table-cell">{formatCount(lastDay)}</Td>
      <Td className="tabular text-right!">
        <p>{formatCount(events)}</p>
        <p className="text-muted text-xs">{formatBytes(bytes)}</p>
      </Td>
      <Td className="hidden text-muted @4xl:table-cell">{keptWords(row)}</Td>
      <Td className="hidden text-muted @3xl:table-cell">
        {newestAt === undefined ? 'Never' : <Time at={newestAt} className="relative z-10" />}
      </Td>
      <Td>
        <Readers readers={readers} />
      </Td>
    </tr>
  );
}

/** How many flows read, and how far the slowest of them is behind. */
function Readers({ readers }: { readonly readers: readonly ConsumerView[] | undefined }) {
  if (readers === undefined) return <span className="text-faint">…</span>;
  const [first, ...rest] = readers;
  if (first === undefined) return <span className="text-muted">None</span>;
  const slowest = rest.reduce((worst, one) => (one.lag > worst.lag ? one : worst), first);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className="tabular">{readers.length === 1 ? '1 flow' : `${formatCount(readers.length)} flows`}</span>
      <LagBadge consumer={slowest} />
    </div>
  );
}
