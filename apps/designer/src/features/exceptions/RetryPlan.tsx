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
import { CirclePlay, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { EffectList } from '../../parts/EffectList.tsx';
import { Button, buttonClass, Notice, SkeletonRows, toast } from '../../ui/index.ts';

/** A refusal by its code, with what it says. */
interface Refused {
  readonly code: string;
  readonly problem: { readonly title: string; readonly detail?: string | undefined };
}

export interface RetryPlanProps {
  readonly exception: ExceptionView;
  readonly onSent: () => void;
}

/** What trying the failed steps again does to each effect, and the button that does it. */
export function RetryPlan({ exception, onSent }: RetryPlanProps) {
  const { id, runId, businessKey } = exception;
  const plan = useCall(planExceptionRetry, { params: { id } }, { staleTime: 0 });
  const { send, pending } = useSend(retryException, [listExceptions, listRuns, getRun, getException]);
  const [refusal, setRefusal] = useState<Refused>();
  const effects = plan.data?.effects ?? [];
  const isUndecided = effects.some(({ does }) => does === 'undecided');
  const isUndone = (plan.error ?? refusal)?.code === 'run-undone';
  const told = plan.error ?? (isUndone ? refusal : undefined);
  const retry = async (): Promise<void> => {
    const answer = await send({ params: { id }, body: { by: 'operator' } });
    if (!answer.ok) return setRefusal(answer);
    toast({ kind: 'ok', title: `Trying ${businessKey ?? runId} again` });
    onSent();
  };
  return (
    <section aria-label="Retry" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="font-semibold text-sm">{isUndone ? 'Do it anew' : 'Try the failed steps again'}</h3>
        {isUndone ? (
          <Link
            to="/runs/$runId"
            params={{ runId }}
            search={{ replay: true }}
            className={buttonClass('secondary', 'sm')}
          >
            <CirclePlay size={13} aria-hidden="true" />
            Replay…
          </Link>
        ) : (
          <Button
            size="sm"
            icon={<RotateCcw size={13} />}
            busy={pending}
            disabled={plan.data === undefined}
            onClick={() => void retry()}
          >
            {isUndecided ? 'Retry all the same' : 'Retry'}
          </Button>
        )}
      </div>
      {refusal !== undefined && !isUndone && (
        <Notice kind="failed">{refusal.problem.detail ?? refusal.problem.title}</Notice>
      )}
      {plan.data === undefined && plan.error === null && <SkeletonRows rows={2} label="Planning" />}
      {told !== undefined && <p className="text-muted text-sm">{told.problem.detail ?? told.problem.title}</p>}
      {plan.data && !isUndone && <EffectList effects={effects.map(asRetried)} retried />}
      {isUndecided && (
        <Notice kind="waiting">If it did happen, it happens a second time: look into the other system first.</Notice>
      )}
      {!isUndone && (
        <p className="text-muted text-xs">
          From another step, or on another version:{' '}
          <Link to="/runs/$runId" params={{ runId }} className="text-accent-text underline">
            replay the run
          </Link>
          .
        </p>
      )}
    </section>
  );
}

/** In the same run everything that stands lies before. */
function asRetried<Effect extends { readonly does: string }>(effect: Effect): Effect {
  return effect.does === 'kept' ? { ...effect, before: false } : effect;
}
