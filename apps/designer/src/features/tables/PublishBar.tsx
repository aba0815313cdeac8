import {
  getTable,
  listTables,
  listTableVersions,
  listUnmapped,
  publishTable,
  type TableView,
} from '@lockstep/schema/api';
import { checkTable, testTable } from '@lockstep/schema/tables';
import { type FormEvent, useDeferredValue, useMemo, useState } from 'react';
import { useRefresh, useSend } from '../../api/index.ts';
import { Button, Input, Notice, toast } from '../../ui/index.ts';
import { changesOf, countChanges, drafted, type TableDraft } from './table-draft.ts';

export interface PublishBarProps {
  readonly view: TableView;
  readonly draft: TableDraft;
  readonly onDone: () => void;
}

/** What is changed, why, and the button that makes a version of it. */
export function PublishBar({ view, draft, onDone }: PublishBarProps) {
  const [note, setNote] = useState('');
  const [refused, setRefused] = useState<string>();
  const refresh = useRefresh();
  const publish = useSend(publishTable, [getTable, listTables, listTableVersions, listUnmapped]);
  const late = useDeferredValue(draft);
  const { isWrong, failed } = useMemo(() => {
    const table = drafted(view, late);
    return {
      isWrong: checkTable(table).length > 0,
      failed: testTable(table, Date.now()).filter(({ passed }) => !passed).length,
    };
  }, [view, late]);
  const count = countChanges(draft);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const changes = changesOf(draft, view.columns[0]?.name ?? '');
    const answer = await publish.send({
      params: { name: view.name },
      body: {
        basedOn: view.newest,
        changes: { put: [...changes.put], remove: [...changes.remove] },
        ...(draft.columns && { columns: [...draft.columns] }),
        ...(draft.tests && { tests: [...draft.tests] }),
        note: note.trim(),
      },
    });
    if (answer.ok) {
      toast({ kind: 'ok', title: `Version ${answer.value.version} is published` });
      onDone();
    } else if (answer.code === 'table-version-conflict') {
      refresh(getTable, listTables, listTableVersions);
      setRefused(
        'Somebody published in between. Your changes lie on their version now; look them over and publish again.',
      );
    } else setRefused(answer.problem.detail ?? answer.problem.title);
  };
  return (
    <form
      aria-label="Publish the changes"
      onSubmit={(event) => void submit(event)}
      className="mt-3 flex flex-col gap-2 rounded-xl border bg-raised px-4 py-3 shadow-pop"
    >
      {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
      {failed > 0 && (
        <Notice kind="failed">{failed === 1 ? 'A test fails.' : `${failed} tests fail.`} See the tab Tests.</Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-medium text-sm">{count === 1 ? '1 change' : `${count} changes`} not published</span>
        <Input
          aria-label="Why"
          placeholder="Why: what changed and who asked for it"
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
          className="min-w-48 flex-1"
        />
        <Button kind="quiet" onClick={onDone}>
          Discard
        </Button>
        <Button kind="primary" type="submit" busy={publish.pending} disabled={isWrong || failed > 0}>
          Publish version {view.newest + 1}
        </Button>
      </div>
    </form>
  );
}
