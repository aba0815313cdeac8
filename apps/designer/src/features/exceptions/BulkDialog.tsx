import {
  type BulkPlan,
  type BulkSelection,
  listBulkRetries,
  listExceptions,
  startBulkRetry,
} from '@lockstep/schema/api';
import { RotateCcw } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { call, useSend } from '../../api/index.ts';
import { Button, Checkbox, Dialog, formatCount, Notice, Spinner } from '../../ui/index.ts';

export interface BulkDialogProps {
  readonly select: BulkSelection;
  /** What they have in common, in words. */
  readonly what: string;
  readonly onClose: () => void;
  readonly onStarted?: () => void;
}

/** Says how many exceptions a bulk retry would touch, and how it goes about it, before anything is sent. */
export function BulkDialog({ select, what, onClose, onStarted }: BulkDialogProps) {
  const [count, setCount] = useState<number | undefined>();
  const [plan, setPlan] = useState<BulkPlan>();
  const [evenUndecided, setEvenUndecided] = useState(false);
  const evenId = useId();
  const [refusal, setRefusal] = useState<string | undefined>();
  const { send, pending } = useSend(startBulkRetry, [listBulkRetries, listExceptions]);
  const text = JSON.stringify(select);
  useEffect(() => {
    const asked = { current: true };
    const body = { select: JSON.parse(text) as BulkSelection, dryRun: true };
    void call(startBulkRetry, { body }).then((answer) => {
      if (!asked.current) return;
      if (answer.ok) {
        setCount(answer.value.count);
        setPlan(answer.value.plan);
      } else setRefusal(answer.problem.detail ?? answer.problem.title);
    });
    return () => {
      asked.current = false;
    };
  }, [text]);

  const start = async (): Promise<void> => {
    const answer = await send({ body: { select, by: 'operator', ...(evenUndecided && { evenUndecided }) } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    onClose();
    onStarted?.();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="Retry in bulk"
      description={what}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            icon={<RotateCcw size={14} />}
            busy={pending}
            disabled={count === undefined || count === 0}
            onClick={() => void start()}
          >
            {count === undefined ? 'Retry' : `Retry ${formatCount(count)}`}
          </Button>
        </>
      }
    >
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      <div role="status" className="text-sm">
        {count === undefined && refusal === undefined && (
          <span className="flex items-center gap-2 text-muted">
            <Spinner /> Counting…
          </span>
        )}
        {count === 0 && 'None of them is open any more.'}
        {count !== undefined && count > 0 && (
          <>
            <strong className="tabular font-semibold">{formatCount(count)}</strong> open{' '}
            {count === 1 ? 'exception matches' : 'exceptions match'}.
          </>
        )}
      </div>
      {plan && <PlanCounts plan={plan} total={count ?? 0} />}
      {plan && plan.undecided > 0 && (
        <p className="mt-2 flex items-center gap-2 text-sm">
          <Checkbox id={evenId} label="Send these too" checked={evenUndecided} onChange={setEvenUndecided} />
          <label htmlFor={evenId}>Send these too; what did happen then happens twice</label>
        </p>
      )}
      <ol className="mt-3 list-inside list-decimal space-y-1 text-muted text-sm">
        <li>One is tried first. If it fails again, the rest is left alone.</li>
        <li>Then ten, then a hundred at a time.</li>
        <li>It stops when more than a fifth of them fail again.</li>
      </ol>
    </Dialog>
  );
}

/** What the retries would do, counted. */
function PlanCounts({ plan, total }: { readonly plan: BulkPlan; readonly total: number }) {
  const { looked, kept, anew, lookedUp, undecided, undone } = plan;
  const lines: readonly (readonly [number, string])[] = [
    [kept, kept === 1 ? 'effect was done and is kept' : 'effects were done and are kept'],
    [anew, 'never got through: sent'],
    [lookedUp, 'may have got through: looked up, or sent under the same key'],
    [undecided, 'may have got through, and cannot be looked up: left alone'],
    [undone, 'took back what they had done: only a replay does it again'],
  ];
  return (
    <ul aria-label="What the retries do" className="mt-2 text-sm">
      {lines
        .filter(([n]) => n > 0)
        .map(([n, text]) => (
          <li key={text}>
            <strong className="tabular font-semibold">{formatCount(n)}</strong> {text}
          </li>
        ))}
      {looked < total && <li className="text-muted">Counted among the oldest {formatCount(looked)}.</li>}
    </ul>
  );
}
