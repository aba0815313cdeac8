import { listRuns, listVersions, type RunView, replayRun } from '@lockstep/schema/api';
import { useNavigate } from '@tanstack/react-router';
import { CirclePlay } from 'lucide-react';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Notice, Select, STATUS, StatusIcon, toast } from '../../ui/index.ts';
import { inOrder } from './step-order.ts';

const BEGINNING = '';
const SAME = '';

export interface ReplayDialogProps {
  readonly run: RunView;
  /** Step to propose; the beginning when absent. */
  readonly from: string | undefined;
  readonly onClose: () => void;
}

/** Starts a new run with the message of an ended one: from which step, on which version, and what that means. */
export function ReplayDialog({ run, from, onClose }: ReplayDialogProps) {
  const { runId, flowId, flow, version, steps } = run;
  const begun = inOrder(steps).filter(({ node, startedAt, status }) => {
    const isTrigger = !flow.edges.some(({ to }) => to === node);
    return !isTrigger && (startedAt !== undefined || status === 'succeeded');
  });
  const [step, setStep] = useState(() => (begun.some(({ node }) => node === from) ? (from ?? BEGINNING) : BEGINNING));
  const [chosen, setChosen] = useState(SAME);
  const [refusal, setRefusal] = useState<string>();
  const versions = useCall(listVersions, { params: { flowId } });
  const { send, pending } = useSend(replayRun, [listRuns]);
  const navigate = useNavigate();
  const others = (versions.data?.versions ?? []).filter((one) => one.version !== version);
  const same = version === undefined ? 'The draft of that test run' : `v${version}, as before`;

  const start = async (): Promise<void> => {
    setRefusal(undefined);
    const body = {
      ...(step === BEGINNING ? {} : { from: step }),
      ...(chosen === SAME ? {} : { version: Number(chosen) }),
    };
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
          <Button kind="primary" icon={<CirclePlay size={14} />} busy={pending} onClick={() => void start()}>
            Start replay
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        <Field
          label="Begin at"
          hint={
            step === BEGINNING
              ? 'Every step runs again.'
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
              onChange={setStep}
            />
          )}
        </Field>
        <Field label="On version" hint={chosen === SAME ? undefined : 'The drawing of that version, not of this run.'}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              options={[
                { value: SAME, label: same },
                ...others.map((one) => ({
                  value: String(one.version),
                  label: `v${one.version}`,
                  ...(one.note === '' ? {} : { hint: one.note }),
                })),
              ]}
              onChange={setChosen}
            />
          )}
        </Field>
        <Notice kind="info">
          Idempotency keys are kept: what a system already did for this run, and remembers by its key, does not happen
          twice. Systems that take no key are asked again.
        </Notice>
      </div>
    </Dialog>
  );
}
