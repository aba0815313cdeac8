import { type ConsumerView, listReplays, type ReplayRequest, startReplay } from '@lockstep/schema/api';
import { History } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, formatCount, Input, Notice, Select, toast } from '../../ui/index.ts';
import type { EventFilter } from './EventList.tsx';
import { isoOf, localOf } from './local-time.ts';
import { ReplayCount } from './ReplayCount.tsx';
import { TimeField } from './TimeField.tsx';
import { useReplayCount } from './use-replay-count.ts';

export interface ReplayDialogProps {
  readonly topic: string;
  /** Flows that listen: only they can take events of it once more. */
  readonly readers: readonly ConsumerView[];
  /** What the page shows, as a proposal. */
  readonly filter: EventFilter;
  readonly onClose: () => void;
}

/** Chooses a stretch of a topic, counts what it is about, and begins a run of one flow for each of these events. */
export function ReplayDialog({ topic, readers, filter, onClose }: ReplayDialogProps) {
  const [reader, setReader] = useState(readers[0] === undefined ? '' : idOf(readers[0]));
  const [from, setFrom] = useState(localOf(filter.from));
  const [to, setTo] = useState(localOf(filter.to));
  const [keys, setKeys] = useState(filter.key ?? '');
  const [only, setOnly] = useState('');
  const [rate, setRate] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(startReplay, [listReplays]);
  const into = readers.find((one) => idOf(one) === reader);
  const request: ReplayRequest | undefined = into && {
    topic,
    flowId: into.flowId,
    node: into.node,
    from: isoOf(from),
    to: isoOf(to),
    keys: keys || undefined,
    filter: only.trim() || undefined,
  };
  const count = useReplayCount(request);
  const perSecond = rate === '' ? undefined : Number(rate);
  const isRate = perSecond === undefined || (perSecond >= 0.01 && perSecond <= 10_000);
  const matched = count.state === 'counted' ? count.preview.matched : undefined;

  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (request === undefined || !isRate || !matched) return;
    setRefusal(undefined);
    const answer = await send({ body: { ...request, perSecond, by: 'operator' } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: 'The replay has begun' });
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Replay events"
      description="Events go into one flow once more. Its runs are marked as a replay."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form="replay"
            icon={<History size={14} />}
            busy={pending}
            disabled={!matched || !isRate}
          >
            {matched ? `Replay ${formatCount(matched)}` : 'Replay'}
          </Button>
        </>
      }
    >
      <form id="replay" noValidate onSubmit={start} className="flex flex-col gap-4">
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        {readers.length === 0 ? (
          <Notice kind="waiting">No published flow listens to this topic, so there is nothing to replay into.</Notice>
        ) : (
          <Field label="Into flow" hint="Its newest version, with the filters of its trigger.">
            {(control) => (
              <Select
                {...control}
                value={reader}
                options={readers.map((one) => ({ value: idOf(one), label: one.flowName, hint: one.nodeName }))}
                onChange={setReader}
              />
            )}
          </Field>
        )}
        <div className="grid grid-cols-2 gap-4">
          <TimeField label="From" hint="Empty: the oldest that is kept." value={from} onChange={setFrom} />
          <TimeField label="Before" hint="Empty: up to now." value={to} onChange={setTo} />
          <Field label="Key" hint="* stands for any text. Empty: all.">
            {(control) => (
              <Input {...control} value={keys} maxLength={300} onChange={(event) => setKeys(event.target.value)} />
            )}
          </Field>
          <Field
            label="Runs a second"
            hint="Empty: as fast as it goes."
            error={isRate ? undefined : 'From 0.01 to 10,000.'}
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0.01}
                max={10_000}
                step="any"
                inputMode="decimal"
                value={rate}
                onChange={(event) => setRate(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="Only when" hint="An expression over the event. Empty: all.">
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              spellCheck={false}
              maxLength={2000}
              placeholder="input.payload.quantity < 5"
              value={only}
              onChange={(event) => setOnly(event.target.value)}
            />
          )}
        </Field>
        <ReplayCount count={count} />
      </form>
    </Dialog>
  );
}

function idOf({ flowId, node }: ConsumerView): string {
  return `${flowId}/${node}`;
}
