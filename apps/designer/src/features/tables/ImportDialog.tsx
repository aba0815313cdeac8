import {
  getTable,
  type ImportReport,
  importTable,
  listTables,
  listTableVersions,
  listUnmapped,
  type TableView,
} from '@lockstep/schema/api';
import { useId, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, formatCount, Input, Notice, Segmented, toast } from '../../ui/index.ts';
import { ChangeRows } from './HistoryTab.tsx';

type Mode = 'merge' | 'replace';

export interface ImportDialogProps {
  readonly view: TableView;
  readonly onClose: () => void;
}

/** A CSV file: compared first, by line where something is wrong; then published as the next version. */
export function ImportDialog({ view, onClose }: ImportDialogProps) {
  const id = useId();
  const [file, setFile] = useState<{ readonly name: string; readonly csv: string }>();
  const [mode, setMode] = useState<Mode>('merge');
  const [note, setNote] = useState('');
  const [report, setReport] = useState<ImportReport>();
  const [refused, setRefused] = useState<string>();
  const send = useSend(importTable, [getTable, listTables, listTableVersions, listUnmapped]);
  const ask = async (csv: string, wanted: Mode, dryRun: boolean): Promise<void> => {
    setRefused(undefined);
    const body = {
      csv,
      mode: wanted,
      dryRun,
      note: note.trim() || `Import of ${file?.name ?? 'a file'}`,
      ...(!dryRun && report && { basedOn: report.basedOn }),
    };
    const answer = await send.send({ params: { name: view.name }, body });
    if (!answer.ok) return setRefused(answer.problem.detail ?? answer.problem.title);
    setReport(answer.value.report);
    if (answer.value.version === undefined) return;
    toast({ kind: 'ok', title: `Version ${answer.value.version.version} is published` });
    onClose();
  };
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    const csv = await chosen.text();
    setFile({ name: chosen.name, csv });
    await ask(csv, mode, true);
  };
  const changes = report ? report.added + report.changed + report.removed : 0;
  const isGood = report !== undefined && report.errorCount === 0 && report.failed.length === 0 && changes > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Import into ${view.title}`}
      description={`Columns: ${view.columns.map(({ name }) => name).join(', ')}; valid_from and valid_until if rows hold for a time.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={send.pending}
            disabled={!isGood || file === undefined}
            onClick={() => file && void ask(file.csv, mode, false)}
          >
            Publish version {view.newest + 1}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-4">
          <div className="flex flex-col gap-1">
            <label htmlFor={id} className="font-medium text-xs">
              CSV file
            </label>
            <input
              id={id}
              type="file"
              accept=".csv,.txt,text/csv"
              onChange={(event) => void choose(event.target.files?.[0])}
              className="text-sm file:mr-3 file:h-8 file:rounded-lg file:border file:border-line-strong file:bg-raised file:px-3 file:text-sm file:text-text"
            />
          </div>
          <Segmented
            label="Rows that the file does not have"
            value={mode}
            options={[
              { value: 'merge', label: 'Keep other rows' },
              { value: 'replace', label: 'Remove other rows' },
            ]}
            onChange={(next) => {
              setMode(next);
              if (file) void ask(file.csv, next, true);
            }}
          />
        </div>
        {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
        {report && <Report report={report} />}
        {isGood && (
          <Field label="Why">
            {(control) => (
              <Input
                {...control}
                value={note}
                maxLength={2000}
                placeholder={`Import of ${file?.name ?? 'a file'}`}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
        )}
      </div>
    </Dialog>
  );
}

function Report({ report }: { readonly report: ImportReport }) {
  const { rows, added, changed, removed, unchanged, errors, errorCount, failed, changes } = report;
  return (
    <section aria-label="What the import would do" className="flex flex-col gap-3">
      <p className="tabular text-sm" role="status">
        {formatCount(rows)} rows read: <b>{formatCount(added)} added</b>, <b>{formatCount(changed)} changed</b>,{' '}
        <b>{formatCount(removed)} removed</b>, {formatCount(unchanged)} as before.
      </p>
      {errorCount > 0 && (
        <Notice kind="failed">
          {errorCount === 1 ? 'One error' : `${formatCount(errorCount)} errors`}: nothing is taken before the file is
          mended.
        </Notice>
      )}
      {errors.length > 0 && (
        <ul aria-label="Errors" className="flex max-h-60 flex-col gap-1 overflow-auto text-sm">
          {errors.map(({ line, message }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
            <li key={at} className="flex gap-3">
              <span className="tabular w-16 shrink-0 text-muted">{line === 0 ? 'Table' : `Line ${line}`}</span>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
      {failed.map(({ test, got }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two tests may say the same.
        <Notice key={at} kind="failed">
          Test of “{test.key}”: it would give {got ?? 'nothing'}, not {test.expected ?? 'nothing'}.
        </Notice>
      ))}
      {errorCount === 0 && changes.length > 0 && <ChangeRows changes={changes} />}
    </section>
  );
}
