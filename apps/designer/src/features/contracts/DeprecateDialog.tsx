import {
  deprecateContract,
  getContract,
  getContractUsage,
  getContractVersion,
  listContracts,
  listRegistry,
} from '@lockstep/schema/api';
import { useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { contractOptions } from '../../parts/contract-options.ts';
import { Button, Dialog, Field, Input, Notice, Select, Textarea, toast } from '../../ui/index.ts';
import { UseTable } from './UsageList.tsx';

export interface DeprecateDialogProps {
  readonly name: string;
  readonly version: string;
  readonly onClose: () => void;
}

const NONE = '';

/** Announces the end of a version, and shows whom that concerns. */
export function DeprecateDialog({ name, version, onClose }: DeprecateDialogProps) {
  const [successor, setSuccessor] = useState(NONE);
  const [endsOn, setEndsOn] = useState('');
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const contracts = useCall(listContracts, {}, { staleTime: 60_000 }).data?.contracts ?? [];
  const usage = useCall(getContractUsage, { params: { name } });
  const { send, pending } = useSend(deprecateContract, [
    getContract,
    getContractVersion,
    getContractUsage,
    listContracts,
    listRegistry,
  ]);
  const uses = usage.data?.uses.filter((use) => use.version === version) ?? [];
  const deprecate = async (): Promise<void> => {
    const body = {
      ...(successor !== NONE && { successor }),
      ...(endsOn !== '' && { endsOn }),
      note: note.trim(),
    };
    const answer = await send({ params: { name, version }, body });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: `${name} ${version} is deprecated` });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Deprecate ${name} ${version}`}
      description="It goes on working. Whoever uses it is warned, and told what to use instead."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={pending} onClick={() => void deprecate()}>
            Deprecate
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        <div className="grid grid-cols-2 gap-4">
          <Field label="Use instead">
            {(control) => (
              <Select
                {...control}
                value={successor}
                options={[
                  { value: NONE, label: 'Nothing' },
                  ...contractOptions(contracts).filter(({ value }) => value !== `${name}@${version}`),
                ]}
                onChange={setSuccessor}
              />
            )}
          </Field>
          <Field label="Last day" hint="Empty: no day is set.">
            {(control) => (
              <Input {...control} type="date" value={endsOn} onChange={(event) => setEndsOn(event.target.value)} />
            )}
          </Field>
        </div>
        <Field label="Why">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={2000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <section aria-label="Who uses it">
          <h3 className="mb-1 font-medium text-xs">
            {uses.length === 0 ? 'Nobody uses this version' : 'Who uses this version now'}
          </h3>
          {uses.length > 0 && (
            <div className="rounded-lg border">
              <UseTable uses={uses} />
            </div>
          )}
        </section>
      </div>
    </Dialog>
  );
}
