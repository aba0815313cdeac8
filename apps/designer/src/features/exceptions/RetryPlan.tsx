import {
  type ExceptionView,
  getException,
  getRun,
  listExceptions,
  listRuns,
  planExceptionRetry,
  retryException,
} from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { EffectList } from '../../parts/EffectList.tsx';
import { Button, Notice, SkeletonRows, toast } from '../../ui/index.ts';

export interface RetryPlanProps {
  readonly exception: ExceptionView;
  readonly onSent: () => void;
}

/** What trying the failed steps again does to each effect, and the button that does it. */
export function RetryPlan({ exception, onSent }: RetryPlanProps) {
  const { id, runId, businessKey } = exception;
  const plan = useCall(planExceptionRetry, { params: { id } }, { staleTime: 0 });
  const { send, pending } = useSend(retryException, [listExceptions, listRuns, getRun, getException]);
  const [refusal, setRefusal] = useState<string>();
  const effects = plan.data?.effects ?? [];
  const isUndecided = effects.some(({ does }) => does === 'undecided');
  const retry = async (): Promise<void> => {
    const answer = await send({ params: { id }, body: { by: 'operator' } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: `Trying ${businessKey ?? runId} again` });
    onSent();
  };
  return (
    <section aria-label="Retry" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="font-semibold text-sm">Try the failed steps again</h3>
        <Button
          size="sm"
          icon={<RotateCcw size={13} />}
          busy={pending}
          disabled={plan.data === undefined}
          onClick={() => void retry()}
        >
          {isUndecided ? 'Retry all the same' : 'Retry'}
        </Button>
      </div>
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      {plan.data === undefined && plan.error === null && <SkeletonRows rows={2} label="Planning" />}
      {plan.error !== null && (
        <p className="text-muted text-sm">{plan.error.problem.detail ?? plan.error.problem.title}</p>
      )}
      {plan.data && <EffectList effects={effects.map(asRetried)} retried />}
      {isUndecided && (
        <Notice kind="waiting">If it did happen, it happens a second time: look into the other system first.</Notice>
      )}
      <p className="text-muted text-xs">
        From another step, or on another version:{' '}
        <Link to="/runs/$runId" params={{ runId }} className="text-accent-text underline">
          replay the run
        </Link>
        .
      </p>
    </section>
  );
}

/** In the same run everything that stands lies before. */
function asRetried<Effect extends { readonly does: string }>(effect: Effect): Effect {
  return effect.does === 'kept' ? { ...effect, before: false } : effect;
}
