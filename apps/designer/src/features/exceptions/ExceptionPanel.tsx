import { type ExceptionDetail, getException } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { BlocksBadge } from '../../parts/BlocksBadge.tsx';
import { CATEGORY_LABEL } from '../../parts/failure-words.ts';
import { MoveOnButton } from '../../parts/MoveOnButton.tsx';
import { Badge, Dialog, SkeletonRows, Time } from '../../ui/index.ts';
import { CommentList } from './CommentList.tsx';
import { EditMessage } from './EditMessage.tsx';
import { OwnerField } from './OwnerField.tsx';
import { RetryPlan } from './RetryPlan.tsx';

/** Everything people do about one exception: who looks after it, what they say, and the message to mend. */
export function ExceptionPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const detail = useCall(getException, { params: { id } });
  const { data } = detail;
  return (
    <Dialog
      open
      onClose={onClose}
      shape="drawer"
      size="md"
      title={data ? (data.businessKey ?? data.runId) : 'Exception'}
      description={data && `${data.nodeName}, ${data.flowName}`}
    >
      <AnswerView query={detail} what="The exception" loading={<SkeletonRows label="Loading the exception" />}>
        {(exception) => <Detail exception={exception} onClose={onClose} />}
      </AnswerView>
    </Dialog>
  );
}

function Detail({ exception, onClose }: { readonly exception: ExceptionDetail; readonly onClose: () => void }) {
  const { id, runId, node, category, code, reason, attempts, raisedAt, status, note, owner, blocks } = exception;
  const isOpen = status === 'open';
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-2">
        <p className="text-sm">{reason}</p>
        <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
          <Badge tone="plain">{CATEGORY_LABEL[category]}</Badge>
          <code className="font-mono">{code}</code>
          <span>{attempts === 1 ? '1 attempt' : `${attempts} attempts`}</span>
          <Time at={raisedAt} />
          <Link to="/runs/$runId" params={{ runId }} search={{ node }} className="text-accent-text hover:underline">
            Open the run
          </Link>
        </p>
        {blocks !== undefined && (
          <p className="flex items-center gap-2 text-sm">
            <BlocksBadge blocks={blocks} />
            <MoveOnButton runId={runId} laneKey={blocks.key} />
          </p>
        )}
        {note !== undefined && (
          <p className="text-sm">
            <span className="text-muted">Settled: </span>
            {note}
          </p>
        )}
      </section>
      <OwnerField key={owner ?? ''} id={id} owner={owner} readOnly={!isOpen && status !== 'retrying'} />
      {isOpen && <RetryPlan exception={exception} onSent={onClose} />}
      <EditMessage exception={exception} readOnly={!isOpen} onSent={onClose} />
      <CommentList id={id} comments={exception.comments} />
    </div>
  );
}
