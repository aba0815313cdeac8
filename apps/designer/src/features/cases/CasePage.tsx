import { ANY_KIND, type CaseView, getCase } from '@lockstep/schema/api';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronRight, CircleAlert } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, formatCount, Page, PageBody, SkeletonRows, Time } from '../../ui/index.ts';
import { REFRESH_MS, stateWords } from './case-words.ts';
import { NextStep } from './NextStep.tsx';
import { PartTable } from './PartTable.tsx';
import { StateBadge } from './StateBadge.tsx';
import { Timeline } from './Timeline.tsx';

/** Large enough for a finger. */
const TOUCHED = 'touch:inline-flex touch:min-h-11 touch:min-w-11 touch:items-center';

/** One case: how it stands, what must happen next, and its story across flows, systems and retries. */
export function CasePage() {
  const { kind, key } = useParams({ from: '/cases/$kind/$key' });
  const search = useSearch({ from: '/cases/$kind/$key' });
  const navigate = useNavigate({ from: '/cases/$kind/$key' });
  const change = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const found = useCall(getCase, { params: { kind, key } }, { refetchInterval: REFRESH_MS });
  const title = kind === ANY_KIND ? key : `${stateWords(kind)} ${key}`;
  return (
    <Page
      title={title}
      lead={
        <span className="flex min-w-0 items-center gap-1">
          <Link to="/cases" className={clsx('rounded text-accent-text hover:underline', TOUCHED)}>
            Cases
          </Link>
          {found.data?.title !== undefined && (
            <>
              <ChevronRight size={13} aria-hidden="true" className="shrink-0 text-faint" />
              <span className="truncate">{found.data.title}</span>
            </>
          )}
        </span>
      }
    >
      <PageBody className="@container">
        <AnswerView query={found} what="The case" loading={<SkeletonRows label="Loading the case" />}>
          {(view) => (
            <div className="grid grid-cols-1 items-start gap-4 @4xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
              <div className="flex min-w-0 flex-col gap-4">
                <Facts view={view} />
                <Known view={view} />
              </div>
              <Timeline
                moments={view.timeline}
                moreRuns={view.moreRuns}
                caseKey={key}
                show={search.show ?? 'all'}
                onShow={(next) => change({ show: next === 'all' ? undefined : next })}
                bySource={search.by === 'source'}
                onBySource={(on) => change({ by: on ? 'source' : undefined })}
              />
            </div>
          )}
        </AnswerView>
      </PageBody>
    </Page>
  );
}

function Facts({ view }: { readonly view: CaseView }) {
  const { state, openedAt, changedAt, closedAt, exceptions, related, key } = view;
  return (
    <dl
      aria-label="How it stands"
      className="flex flex-wrap gap-x-8 gap-y-3 rounded-xl border bg-surface px-4 py-3 text-sm"
    >
      {state !== '' && (
        <Fact label="State">
          <StateBadge state={state} />
        </Fact>
      )}
      <Fact label="First heard of">
        <Time at={openedAt} />
      </Fact>
      <Fact label={closedAt === undefined ? 'Changed' : 'Closed'}>
        <Time at={closedAt ?? changedAt} />
      </Fact>
      <Fact label="Exceptions">
        {exceptions === 0 ? (
          'None'
        ) : (
          <Link
            to="/runs"
            search={{ search: key, status: 'exception' }}
            className={clsx('rounded hover:underline', TOUCHED)}
          >
            <Badge tone="failed" icon={<CircleAlert size={11} aria-hidden="true" />}>
              {formatCount(exceptions)} open
            </Badge>
          </Link>
        )}
      </Fact>
      {related.length > 0 && (
        <Fact label="Also known">
          <span className="flex flex-wrap gap-2">
            {related.map((each) => (
              <Link
                key={each.kind}
                to="/cases/$kind/$key"
                params={{ kind: each.kind, key: each.key }}
                className={clsx('rounded text-accent-text hover:underline', TOUCHED)}
              >
                {stateWords(each.kind)}: {stateWords(each.state).toLowerCase()}
              </Link>
            ))}
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

/** What is known beyond the state: nothing where no flow keeps a case. */
function Known({ view: { case: known } }: { readonly view: CaseView }) {
  if (known === undefined) {
    return (
      <p className="px-1 text-muted text-sm">
        No flow keeps a case of this: the story is made of its runs. With an “Update case” step a flow tells of states,
        lines and what must happen next.
      </p>
    );
  }
  const { expected, lines, groups, documents, milestones } = known;
  return (
    <>
      {expected.length > 0 && (
        <Card title="Expected next">
          <ul className="flex flex-col gap-3 text-sm">
            {expected.map((each) => (
              <li key={`${each.name} ${each.part}`}>
                <NextStep next={{ ...each, missed: each.missedAt !== undefined }} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {lines.length > 0 && <PartTable label="Lines" parts={lines} withGroup={groups.length > 0} />}
      {groups.length > 0 && <PartTable label="Fulfilment groups" parts={groups} withGroup={false} />}
      {milestones.length > 0 && (
        <Card title="Reached">
          <ul className="flex flex-col gap-1.5 text-sm">
            {milestones.map((each) => (
              <li key={`${each.name} ${each.part}`} className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 truncate">
                  {stateWords(each.name)}
                  {each.part !== undefined && <span className="text-muted"> of {each.part}</span>}
                </span>
                <span className="flex shrink-0 items-baseline gap-2 text-muted text-xs">
                  {each.late && <Badge tone="waiting">Late</Badge>}
                  <Time at={each.at} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {documents.length > 0 && (
        <Card title="Documents">
          <ul className="flex flex-col gap-1.5 text-sm">
            {documents.map(({ type, id, system }) => (
              <li key={`${type} ${id} ${system}`} className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 truncate">
                  {stateWords(type)} <span className="font-medium font-mono text-xs">{id}</span>
                </span>
                {system !== undefined && <span className="shrink-0 text-muted text-xs">{system}</span>}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
