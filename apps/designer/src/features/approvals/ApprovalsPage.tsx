import { ApprovalStatus, listApprovals } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX, UserCheck } from 'lucide-react';
import { usePages } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { ApprovalAnswer } from '../../parts/approval/ApprovalAnswer.tsx';
import { FlowFilter } from '../../parts/FlowFilter.tsx';
import { Button, Card, Dialog, EmptyState, Page, PageBody, Segmented, SkeletonRows } from '../../ui/index.ts';
import { ApprovalTable } from './ApprovalTable.tsx';

type StatusFilter = ApprovalStatus | 'all';
const STATUSES: readonly { readonly value: StatusFilter; readonly label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'approved', label: 'Approved' },
  { value: 'rejected', label: 'Rejected' },
  { value: 'expired', label: 'Nobody answered' },
  { value: 'all', label: 'All' },
];

/** Questions that runs put to people; a run goes on at once when its question is answered. */
export function ApprovalsPage() {
  const filter = useSearch({ from: '/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const change = (next: typeof filter): void => void navigate({ search: { ...filter, ...next }, replace: true });
  const status = filter.status ?? 'open';
  const close = () => change({ approval: undefined });
  return (
    <Page
      title="Approvals"
      lead="Runs that wait for a person's answer. They cost nothing while they wait, and go on at once."
      toolbar={
        <>
          <Segmented
            label="Status"
            value={status}
            options={STATUSES}
            onChange={(next) => change({ status: next === 'open' ? undefined : next })}
          />
          <FlowFilter value={filter.flow} onChange={(flow) => change({ flow })} />
        </>
      }
    >
      <PageBody>
        <ApprovalList status={status} flow={filter.flow} onOpen={(approval) => change({ approval })} />
      </PageBody>
      {filter.approval !== undefined && (
        <Dialog open onClose={close} shape="drawer" title="Approval">
          <ApprovalAnswer key={filter.approval} id={filter.approval} onDone={close} />
        </Dialog>
      )}
    </Page>
  );
}

interface ApprovalListProps {
  readonly status: StatusFilter;
  readonly flow: string | undefined;
  readonly onOpen: (id: string) => void;
}

function ApprovalList({ status, flow, onOpen }: ApprovalListProps) {
  const pages = usePages(
    listApprovals,
    (before) => ({ query: { status: ApprovalStatus.safeParse(status).data, flow, before } }),
    ({ next }) => next,
  );
  const rows = pages.data?.pages.flatMap(({ approvals }) => approvals) ?? [];
  return (
    <>
      <Card flush>
        <AnswerView query={pages} what="Approvals" loading={<SkeletonRows label="Loading approvals" />}>
          {() =>
            rows.length === 0 ? (
              <Empty plain={status === 'open' && flow === undefined} />
            ) : (
              <ApprovalTable rows={rows} onOpen={onOpen} />
            )
          }
        </AnswerView>
      </Card>
      {pages.hasNextPage && (
        <div className="flex justify-center pt-4">
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Load older
          </Button>
        </div>
      )}
    </>
  );
}

function Empty({ plain }: { readonly plain: boolean }) {
  return plain ? (
    <EmptyState icon={<UserCheck size={20} />} title="No run waits for an answer">
      A step “Approve” in a flow puts a question to a person; the question then stands here.
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchX size={20} />} title="No approval matches">
      Try another status or flow.
    </EmptyState>
  );
}
