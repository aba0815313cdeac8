import { ContractName, createContract, listContracts, listRegistry } from '@lockstep/schema/api';
import { compareVersions, findContract } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, Notice, Select } from '../../ui/index.ts';

export interface NewContractDialogProps {
  /** Contract to begin from: `order`. */
  readonly copyOf: string | undefined;
  readonly onClose: () => void;
}

const EMPTY = '';
const EMPTY_SCHEMA: Json = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, description: 'What it is called.' } },
  required: ['id'],
  additionalProperties: false,
};

/** Begins a contract: its name stays, everything else is a draft. */
export function NewContractDialog({ copyOf, onClose }: NewContractDialogProps) {
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState('');
  const [from, setFrom] = useState(copyOf ?? EMPTY);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const known = useCall(listContracts, {}, { staleTime: 60_000 }).data?.contracts ?? [];
  const { send, pending } = useSend(createContract, [listRegistry]);
  const navigate = useNavigate();
  const newest = [...Map.groupBy(known, (each) => each.name).values()].map(
    (versions) => versions.toSorted((a, b) => compareVersions(b.version, a.version))[0],
  );

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!ContractName.safeParse(name).success) found.name = 'Use small letters, digits and single dashes.';
    if (title.trim() === '') found.title = 'Say what people call it.';
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const copied = from === EMPTY ? undefined : findContract(from, known);
    const document = {
      title: title.trim(),
      description: copied?.description ?? '',
      owner: owner.trim(),
      schema: copied?.schema ?? EMPTY_SCHEMA,
      examples: copied?.examples ?? [{ name: 'Example', value: { id: '1' } }],
    };
    const answer = await send({ body: { name, document } });
    if (!answer.ok) {
      const text = answer.problem.detail ?? answer.problem.title;
      return setErrors(answer.code === 'contract-exists' ? { name: text } : { form: text });
    }
    await navigate({ to: '/contracts/$name', params: { name }, search: { edit: true } });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="New contract"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="contract" busy={pending}>
            Begin draft
          </Button>
        </>
      }
    >
      <form id="contract" noValidate onSubmit={create} className="flex flex-col gap-4">
        {errors.form !== undefined && <Notice kind="failed">{errors.form}</Notice>}
        <Field label="Name" required error={errors.name} hint="It stays. Flows name the contract by it.">
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={name}
              maxLength={60}
              placeholder="store-order"
              spellCheck={false}
              onChange={(event) => setName(event.target.value.trim())}
            />
          )}
        </Field>
        <Field label="Title" required error={errors.title}>
          {(control) => (
            <Input
              {...control}
              value={title}
              maxLength={120}
              placeholder="Store order"
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label="Owner" hint="The team or person who answers for it. Needed to publish.">
          {(control) => (
            <Input {...control} value={owner} maxLength={120} onChange={(event) => setOwner(event.target.value)} />
          )}
        </Field>
        <Field label="Begin with" hint="A copy is yours: it does not follow the contract it was copied from.">
          {(control) => (
            <Select
              {...control}
              value={from}
              options={[
                { value: EMPTY, label: 'One field' },
                ...newest.flatMap((each) =>
                  each
                    ? [{ value: each.name, label: `A copy of ${each.title}`, hint: `${each.name}@${each.version}` }]
                    : [],
                ),
              ]}
              onChange={setFrom}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
