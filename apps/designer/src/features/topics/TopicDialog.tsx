import { getTopic, listContracts, listTopics, putTopic, TopicSettings, type TopicView } from '@lockstep/schema/api';
import { EventTopic } from '@lockstep/schema/run';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { contractOptions } from '../../parts/contract-options.ts';
import { Button, Dialog, Field, Input, Notice, Select, Textarea, toast } from '../../ui/index.ts';
import { DoorFields } from './DoorFields.tsx';

export interface TopicDialogProps {
  /** The topic to describe anew; absent for a new one. */
  readonly topic: TopicView | undefined;
  readonly onClose: () => void;
}

const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;
const NONE = '';

/** What people say about a topic: what it is for, how long it keeps events, what they must fit, and who may send. */
export function TopicDialog({ topic, onClose }: TopicDialogProps) {
  const [name, setName] = useState(topic?.name ?? '');
  const [description, setDescription] = useState(topic?.description ?? '');
  const [owner, setOwner] = useState(topic?.owner ?? '');
  const [contract, setContract] = useState(topic?.contract ?? NONE);
  const [days, setDays] = useState(inUnits(topic?.retentionMs, DAY_MS));
  const [megabytes, setMegabytes] = useState(inUnits(topic?.retentionBytes, MEGABYTE));
  const [door, setDoor] = useState(topic?.door);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const contracts = useCall(listContracts, {}, { staleTime: 60_000 });
  const { send, pending } = useSend(putTopic, [listTopics, getTopic]);
  const navigate = useNavigate();

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const settings = TopicSettings.safeParse({
      description: description.trim(),
      owner: owner.trim() || undefined,
      contract: contract === NONE ? undefined : contract,
      retentionMs: days === '' ? undefined : Math.round(Number(days) * DAY_MS),
      retentionBytes: megabytes === '' ? undefined : Math.round(Number(megabytes) * MEGABYTE),
      door,
    });
    const found = Object.fromEntries(
      (settings.error?.issues ?? []).map(({ path }) => [
        String(path[0]),
        WRONG[String(path[0])] ?? 'This does not fit.',
      ]),
    );
    if (!EventTopic.safeParse(name).success) found.name = 'Use letters, digits, dots, dashes and slashes.';
    setErrors(found);
    if (!settings.success || Object.keys(found).length > 0) return;
    const answer = await send({ params: { topic: name }, body: settings.data });
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({ kind: 'ok', title: `${name} is saved` });
    onClose();
    if (topic === undefined) await navigate({ to: '/topics/$topic', params: { topic: name } });
  };

  const refs = contractOptions(contracts.data?.contracts ?? []);
  const isKnown = contract === NONE || refs.some(({ value }) => value === contract);
  return (
    <Dialog
      open
      onClose={onClose}
      title={topic === undefined ? 'New topic' : `Settings of ${topic.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="topic" busy={pending}>
            Save
          </Button>
        </>
      }
    >
      <form id="topic" noValidate onSubmit={save} className="flex flex-col gap-4">
        {errors.form !== undefined && <Notice kind="failed">{errors.form}</Notice>}
        {topic === undefined && (
          <Field label="Name" required error={errors.name} hint="It stays. Other systems see it in the address.">
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={name}
                maxLength={100}
                placeholder="inventory.changed"
                spellCheck={false}
                onChange={(event) => setName(event.target.value.trim())}
              />
            )}
          </Field>
        )}
        <Field label="What it is for">
          {(control) => (
            <Textarea
              {...control}
              value={description}
              maxLength={2000}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-4">
          <Field label="Owner">
            {(control) => (
              <Input {...control} value={owner} maxLength={120} onChange={(event) => setOwner(event.target.value)} />
            )}
          </Field>
          <Field label="Contract" hint="What payloads must fit; others are refused.">
            {(control) => (
              <Select
                {...control}
                value={contract}
                options={[
                  { value: NONE, label: 'None' },
                  ...(isKnown ? [] : [{ value: contract, label: contract, hint: 'There is no such contract' }]),
                  ...refs,
                ]}
                onChange={setContract}
              />
            )}
          </Field>
          <Field label="Days kept" error={errors.retentionMs} hint="Empty: as the installation says.">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                step="any"
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            )}
          </Field>
          <Field label="Megabytes kept" error={errors.retentionBytes} hint="The oldest go first. Empty: no limit.">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                step="any"
                value={megabytes}
                onChange={(event) => setMegabytes(event.target.value)}
              />
            )}
          </Field>
        </div>
        <DoorFields door={door} topic={name} onChange={setDoor} />
      </form>
    </Dialog>
  );
}

const WRONG: Readonly<Record<string, string>> = {
  retentionMs: 'From a minute to a year and a day.',
  retentionBytes: 'One megabyte at least.',
};

function inUnits(value: number | undefined, unit: number): string {
  return value === undefined ? '' : String(Number((value / unit).toPrecision(6)));
}
