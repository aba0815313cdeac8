import { getTopic, listConsumers, listWaiters, type TopicView } from '@lockstep/schema/api';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronRight, History, Settings2 } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Button,
  CopyButton,
  formatBytes,
  formatCount,
  lazyPart,
  Page,
  PageBody,
  SkeletonRows,
  Time,
} from '../../ui/index.ts';
import { EventList } from './EventList.tsx';
import { ReaderTable } from './ReaderTable.tsx';
import { ReplayList } from './ReplayList.tsx';
import { keptWords, REFRESH_MS } from './topic-words.ts';

const EventPanel = lazyPart(async () => (await import('./EventPanel.tsx')).EventPanel);
const ReplayDialog = lazyPart(async () => (await import('./ReplayDialog.tsx')).ReplayDialog);
const TopicDialog = lazyPart(async () => (await import('./TopicDialog.tsx')).TopicDialog);

/** One topic: what is said about it, who reads it, its replays, and its events by time and key. */
export function TopicPage() {
  const { topic } = useParams({ from: '/topics/$topic' });
  const search = useSearch({ from: '/topics/$topic' });
  const navigate = useNavigate({ from: '/topics/$topic' });
  const change = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const found = useCall(getTopic, { params: { topic } }, { refetchInterval: REFRESH_MS });
  const readers = useCall(listConsumers, { query: { topic } }, { refetchInterval: REFRESH_MS });
  const waiters = useCall(listWaiters, { params: { topic } }, { refetchInterval: REFRESH_MS });
  const { data } = found;
  return (
    <Page
      title={topic}
      lead={
        <span className="flex items-center gap-1">
          <Link to="/topics" className="rounded text-accent-text hover:underline">
            Topics
          </Link>
          {data !== undefined && data.description !== '' && (
            <>
              <ChevronRight size={13} aria-hidden="true" className="text-faint" />
              {data.description}
            </>
          )}
        </span>
      }
      actions={
        data !== undefined && (
          <>
            <Button icon={<Settings2 size={14} />} onClick={() => change({ open: 'settings' })}>
              Settings…
            </Button>
            <Button kind="primary" icon={<History size={14} />} onClick={() => change({ open: 'replay' })}>
              Replay…
            </Button>
          </>
        )
      }
    >
      <PageBody>
        <AnswerView query={found} what="The topic" loading={<SkeletonRows label="Loading the topic" />}>
          {(view) => (
            <div className="flex flex-col gap-4">
              <Facts topic={view} />
              <ReaderTable query={readers} waiters={waiters.data?.waiters ?? []} />
              <ReplayList topic={topic} />
              <EventList
                key={`${search.key} ${search.from} ${search.to}`}
                topic={topic}
                filter={search}
                onFilter={change}
                onOpen={(event) => change({ event })}
              />
            </div>
          )}
        </AnswerView>
      </PageBody>
      {search.event !== undefined && (
        <EventPanel topic={topic} offset={search.event} onClose={() => change({ event: undefined })} />
      )}
      {search.open === 'replay' && data !== undefined && (
        <ReplayDialog
          topic={topic}
          readers={readers.data?.consumers ?? []}
          filter={search}
          onClose={() => change({ open: undefined })}
        />
      )}
      {search.open === 'settings' && data !== undefined && (
        <TopicDialog topic={data} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  );
}

function Facts({ topic }: { readonly topic: TopicView }) {
  const { name, lastHour, lastDay, events, bytes, newestAt, owner, contract, door } = topic;
  const address = `${window.location.origin}/events/${name}`;
  return (
    <dl
      aria-label="About this topic"
      className="flex flex-wrap gap-x-8 gap-y-3 rounded-xl border bg-surface px-4 py-3 text-sm"
    >
      <Fact label="Last hour">{formatCount(lastHour)}</Fact>
      <Fact label="Last day">{formatCount(lastDay)}</Fact>
      <Fact label="Kept">
        {formatCount(events)} <span className="text-muted">({formatBytes(bytes)})</span>
      </Fact>
      <Fact label="Kept for">{keptWords(topic)}</Fact>
      <Fact label="Newest">{newestAt === undefined ? 'Never' : <Time at={newestAt} />}</Fact>
      {owner !== undefined && <Fact label="Owner">{owner}</Fact>}
      {contract !== undefined && <Fact label="Contract">{contract}</Fact>}
      {door !== undefined && (
        <Fact label={door.verify.scheme === 'none' ? 'CloudEvents from anybody at' : 'CloudEvents at'}>
          <span className="flex items-center gap-1">
            <code className="break-all font-mono text-xs">{address}</code>
            <CopyButton text={address} label="Copy the address" />
          </span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="tabular font-medium">{children}</dd>
    </div>
  );
}
