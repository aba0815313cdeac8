import { getException, listExceptions, listRuns, planRunReplay, type RunView, replayRun } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import { CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { EffectList } from '../../parts/EffectList.tsx';
import { VersionField } from '../../parts/VersionField.tsx';
import { Button, Dialog, Field, Notice, Select, SkeletonRows, STATUS, StatusIcon, toast } from '../../ui/index.ts';
import { inOrder } from './step-order.ts';

const BEGINNING = '';

export interface ReplayDialogProps {
  readonly run: RunView;
  /** Step to propose; the beginning when absent. */
  readonly from: string | undefined;
  readonly onClose: () => void;
}

/** Starts a new run with the message of an ended one: from which step, on which version, and what becomes of each effect. */
export function ReplayDialog({ run, from, onClose }: ReplayDialogProps) {
  const { runId, flowId, flow, version, steps } = run;
  const begun = inOrder(steps).filter(({ node, startedAt, status }) => {
    const isTrigger = !flow.edges.some(({ to }) => to === node);
    return !isTrigger && (startedAt !== undefined || status === 'succeeded');
  });
  const [step, setStep] = useState(() => (begun.some(({ node }) => node === from) ? (from ?? BEGINNING) : BEGINNING));
  const [chosen, setChosen] = useState<number>();
  const [repeat, setRepeat] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const body = {
    ...(step === BEGINNING ? {} : { from: step }),
    ...(chosen === undefined ? {} : { version: chosen }),
    ...(repeat.length === 0 ? {} : { repeat: [...repeat] }),
  };
  const plan = useCall(planRunReplay, { params: { runId }, body }, { keepPrevious: true, staleTime: 0 });
  const { send, pending } = useSend(replayRun, [listRuns, listExceptions, getException]);
  const navigate = useNavigate();
  const wrong = refusal ?? plan.error?.problem.detail ?? plan.error?.problem.title;
  const startOver = (change: () => void): void => {
    setRefusal(undefined);
    setRepeat([]);
    change();
  };

  const start = async (): Promise<void> => {
    setRefusal(undefined);
    const answer = await send({ params: { runId }, body });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    onClose();
    toast({ kind: 'ok', title: 'A new run has started' });
    await navigate({ to: '/runs/$runId', params: { runId: answer.value.runId } });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Replay this run"
      description="A new run with the same message; this one stays as it is."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            icon={<CirclePlay size={14} />}
            busy={pending}
            disabled={plan.data === undefined || plan.error !== null}
            onClick={() => void start()}
          >
            Start replay
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {wrong !== undefined && <Notice kind="failed">{wrong}</Notice>}
        <Field
          label="Begin at"
          hint={
            step === BEGINNING
              ? 'Every step is gone through again.'
              : 'The steps before it do not run: what they gave is taken from this run.'
          }
        >
          {(control) => (
            <Select
              {...control}
              value={step}
              options={[
                { value: BEGINNING, label: 'The beginning' },
                ...begun.map(({ node, name, status }) => ({
                  value: node,
                  label: name,
                  hint: STATUS[status].label,
                  icon: <StatusIcon status={status} />,
                })),
              ]}
              onChange={(value) => startOver(() => setStep(value))}
            />
          )}
        </Field>
        <VersionField
          flowId={flowId}
          version={version}
          chosen={chosen}
          onChoose={(value) => startOver(() => setChosen(value))}
        />
        <section aria-label="Plan" className="flex flex-col gap-1.5">
          <h3 className="font-medium text-xs">What becomes of its effects</h3>
          {plan.data === undefined && plan.error === null && <SkeletonRows rows={2} label="Planning" />}
          {plan.data && (
            <>
              <EffectList effects={plan.data.effects} repeat={repeat} onRepeat={setRepeat} />
              {plan.data.exceptionId !== undefined && (
                <p className="text-muted text-xs">Its exception is settled when the new run ends done.</p>
              )}
            </>
          )}
        </section>
      </div>
    </Dialog>
  );
}
