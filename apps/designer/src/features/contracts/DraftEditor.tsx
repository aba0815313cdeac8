import { type ContractPage, discardContractDraft, getContract, listRegistry } from '@lockstep/schema/api';
import { editSchema } from '@lockstep/schema/contracts';
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Badge, Button, Card, ConfirmDialog, Notice, PageBody, SkeletonRows, toast } from '../../ui/index.ts';
import { DraftForm } from './DraftForm.tsx';
import { FieldDialog, type FieldTarget } from './FieldDialog.tsx';
import { FieldTable } from './FieldTable.tsx';
import { PublishContractDialog } from './PublishContractDialog.tsx';
import { Reasons } from './Reasons.tsx';
import { type Draft, useDraft } from './use-draft.ts';

export interface DraftEditorProps {
  readonly contract: ContractPage;
  readonly onClose: () => void;
  /** The draft has become a version. */
  readonly onPublished: () => void;
}

/** The draft of a contract: text on the left, fields, problems and the verdict on the right. */
export function DraftEditor({ contract, onClose, onPublished }: DraftEditorProps) {
  const draft = useDraft(contract);
  const [target, setTarget] = useState<FieldTarget>();
  const [dialog, setDialog] = useState<'publish' | 'discard'>();
  useLeaveGuard(draft?.isDirty ?? false);
  if (draft === undefined) return <SkeletonRows label="Loading the draft" />;
  return (
    <>
      <Bar
        contract={contract}
        draft={draft}
        onClose={onClose}
        onDiscard={() => setDialog('discard')}
        onPublish={async () => {
          if (draft.isDirty || draft.revision === 0) {
            if (!(await draft.save())) return;
          }
          setDialog('publish');
        }}
      />
      <PageBody>
        <div className="grid gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">
            <DraftForm draft={draft} />
          </div>
          <div className="order-first flex min-w-0 flex-col gap-4 xl:order-none">
            <Judgement draft={draft} isFirst={contract.version === undefined} />
            <Card
              flush
              title="Fields"
              actions={
                <Button size="sm" icon={<Plus size={13} />} onClick={() => setTarget({ parent: [] })}>
                  Add field
                </Button>
              }
            >
              <FieldTable
                schema={draft.schema}
                onEdit={(field) => setTarget({ field })}
                onAdd={(parent) => setTarget({ parent })}
              />
            </Card>
          </div>
        </div>
      </PageBody>
      {target !== undefined && (
        <FieldDialog
          schema={draft.schema}
          target={target}
          onClose={() => setTarget(undefined)}
          onEdit={(edit) => {
            const next = editSchema(draft.schema, edit);
            if (next === undefined) return false;
            draft.change({ schema: JSON.stringify(next, null, 2) });
            return true;
          }}
        />
      )}
      {dialog === 'publish' && (
        <PublishContractDialog
          contract={contract}
          draft={draft}
          onClose={() => setDialog(undefined)}
          onPublished={onPublished}
        />
      )}
      {dialog === 'discard' && (
        <Discard contract={contract} draft={draft} onClose={() => setDialog(undefined)} onDone={onClose} />
      )}
    </>
  );
}

interface BarProps {
  readonly contract: ContractPage;
  readonly draft: Draft;
  readonly onClose: () => void;
  readonly onDiscard: () => void;
  readonly onPublish: () => Promise<void>;
}

function Bar({ contract, draft, onClose, onDiscard, onPublish }: BarProps) {
  const { isDirty, revision, saving, conflict, refusal, save, takeTheirs, keepMine } = draft;
  const isPublished = contract.version !== undefined;
  return (
    <div className="flex shrink-0 flex-col gap-2 px-6 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone="idle">{isPublished ? `Draft after ${contract.version}` : 'Draft of the first version'}</Badge>
        <span className="text-muted text-xs" role="status">
          {isDirty ? 'Not saved' : revision === 0 ? 'Nothing changed yet' : `Saved as revision ${revision}`}
        </span>
        <span className="flex-1" />
        {isPublished && (
          <Button size="sm" onClick={onClose}>
            Back to {contract.version}
          </Button>
        )}
        {revision > 0 && (
          <Button size="sm" icon={<Trash2 size={13} />} onClick={onDiscard}>
            Throw away…
          </Button>
        )}
        <Button size="sm" busy={saving} disabled={!isDirty} onClick={() => void save()}>
          Save draft
        </Button>
        <Button size="sm" kind="primary" disabled={!isDirty && revision === 0} onClick={() => void onPublish()}>
          Publish…
        </Button>
      </div>
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      {conflict !== undefined && (
        <Notice kind="failed">
          <div className="flex flex-wrap items-center gap-2">
            <span className="min-w-60 flex-1">
              Somebody else changed this draft: {conflict} Nothing of yours is lost: it is still here.
            </span>
            <Button size="sm" onClick={() => void takeTheirs()}>
              Show theirs instead
            </Button>
            <Button size="sm" onClick={() => void keepMine()}>
              Save mine over it
            </Button>
          </div>
        </Notice>
      )}
    </div>
  );
}

function Judgement({ draft: { document, checked }, isFirst }: { readonly draft: Draft; readonly isFirst: boolean }) {
  const issues = checked?.issues ?? [];
  return (
    <Card title="Before it can be published">
      {document === undefined && (
        <p className="text-failed text-sm">There is JSON that cannot be read, or a title or name is missing.</p>
      )}
      {document !== undefined && checked === undefined && <p className="text-muted text-sm">Checking…</p>}
      {checked !== undefined && issues.length === 0 && <p className="text-ok text-sm">Nothing stands against it.</p>}
      {issues.length > 0 && (
        <ul aria-label="Problems" className="flex flex-col gap-1">
          {issues.slice(0, 20).map(({ path, message }) => (
            <li key={`${path} ${message}`} className="text-sm">
              <code className="break-all font-mono text-failed text-xs">{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {checked?.verdict !== undefined && (
        <div className="mt-3 border-t pt-3">
          <Reasons compatibility={checked.verdict} after={checked.verdict.next[checked.verdict.least] ?? 'the draft'} />
        </div>
      )}
      {checked?.verdict !== undefined && (
        <p className="mt-2 font-medium text-sm">
          It would be version {checked.verdict.next[checked.verdict.least] ?? checked.verdict.next.major}, or a later
          one.
        </p>
      )}
      {isFirst && checked !== undefined && (
        <p className="mt-2 text-muted text-xs">There is no version to compare it with yet.</p>
      )}
    </Card>
  );
}

interface DiscardProps {
  readonly contract: ContractPage;
  readonly draft: Draft;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function Discard({ contract: { name, version }, draft, onClose, onDone }: DiscardProps) {
  const { send, pending } = useSend(discardContractDraft, [getContract, listRegistry]);
  const discard = async (): Promise<void> => {
    const answer = await send({ params: { name }, query: { basedOn: draft.revision } });
    if (answer.ok) return onDone();
    toast({ kind: 'failed', title: answer.problem.detail ?? answer.problem.title });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      title="Throw the draft away?"
      action="Throw away"
      busy={pending}
      onConfirm={() => void discard()}
      onClose={onClose}
    >
      {version === undefined
        ? `"${name}" was never published, so nothing of it is left.`
        : `Version ${version} stays as it is.`}
    </ConfirmDialog>
  );
}

/** Asks before the tab is closed while something is not saved. */
function useLeaveGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
}
