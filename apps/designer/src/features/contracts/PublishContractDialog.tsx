import {
  type ContractPage,
  ContractVersion,
  getContract,
  getContractUsage,
  getContractVersion,
  listContracts,
  listRegistry,
  publishContract,
} from '@lockstep/schema/api';
import { useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, Notice, Segmented, Textarea, toast } from '../../ui/index.ts';
import { Reasons } from './Reasons.tsx';
import type { Draft } from './use-draft.ts';

export interface PublishContractDialogProps {
  readonly contract: ContractPage;
  readonly draft: Draft;
  readonly onClose: () => void;
  readonly onPublished: () => void;
}

/** Makes the draft a version: the verdict, the versions that say enough, a note. */
export function PublishContractDialog({ contract, draft, onClose, onPublished }: PublishContractDialogProps) {
  const { name, version: last } = contract;
  const verdict = draft.checked?.verdict;
  const issues = draft.checked?.issues ?? [];
  const proposed = verdict === undefined ? '1.0.0' : (verdict.next[verdict.least] ?? verdict.next.major);
  const [chosen, setChosen] = useState<string>();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(publishContract, [
    getContract,
    getContractVersion,
    getContractUsage,
    listContracts,
    listRegistry,
  ]);
  const version = chosen ?? proposed;
  const isVersion = ContractVersion.safeParse(version).success;
  const isChecked = draft.checked !== undefined;
  const publish = async (): Promise<void> => {
    const answer = await send({ params: { name }, body: { version, basedOn: draft.revision, note: note.trim() } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    toast({ kind: 'ok', title: `${name} ${version} is published` });
    onPublished();
  };
  const choices = (['patch', 'minor', 'major'] as const).flatMap((kind) => {
    const value = verdict?.next[kind];
    return value === undefined ? [] : [{ value, label: `${value} (${kind})` }];
  });
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Publish ${name} ${isVersion ? version : ''}`}
      description="It never changes afterwards. Flows that are published already keep the version they have."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={pending}
            disabled={!isChecked || issues.length > 0 || !isVersion}
            onClick={() => void publish()}
          >
            Publish {isVersion ? version : ''}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!isChecked && <p className="text-muted text-sm">Checking…</p>}
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        {issues.length > 0 && (
          <section aria-label="Problems">
            <Notice kind="failed">
              {issues.length === 1 ? 'One problem prevents' : `${issues.length} problems prevent`} publishing.
            </Notice>
            <ul className="mt-2 flex flex-col gap-1">
              {issues.slice(0, 20).map(({ path, message }) => (
                <li key={`${path} ${message}`} className="text-sm">
                  <code className="break-all font-mono text-xs">{path}</code> {message}
                </li>
              ))}
            </ul>
          </section>
        )}
        {verdict !== undefined && (
          <section aria-label="Verdict">
            <h2 className="mb-1.5 font-medium text-xs">Compared with {verdict.against}</h2>
            <Reasons compatibility={verdict} after={version} />
          </section>
        )}
        {verdict?.class === 'breaking' && (
          <Notice kind="waiting">
            The change breaks version {verdict.against}, so it needs a new major version: {verdict.next.major}. Flows
            that name “{name}@{last?.split('.')[0]}” do not get it by themselves.
          </Notice>
        )}
        <div className="flex flex-wrap items-end gap-4">
          {choices.length > 0 && (
            <Segmented label="Kind of release" value={version} options={choices} onChange={setChosen} />
          )}
          <Field label="Version" error={isVersion ? undefined : 'Three whole numbers: 1.4.0.'} className="w-40">
            {(control) => (
              <Input
                {...control}
                className="tabular"
                value={version}
                onChange={(event) => setChosen(event.target.value.trim())}
              />
            )}
          </Field>
        </div>
        <Field label="Note" hint="What changed and why. People see it in the list of versions.">
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
      </div>
    </Dialog>
  );
}
