import { createTable, listTables } from '@lockstep/schema/api';
import { checkTable, type TableColumn, TableName } from '@lockstep/schema/tables';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, Notice } from '../../ui/index.ts';
import { ColumnFields } from './ColumnFields.tsx';

export interface NewTableDialogProps {
  /** Name to begin with: of a table that a map asks and that is not there. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Name, title and columns of a new table; rows come by hand or from a file. */
export function NewTableDialog({ name: asked, onClose }: NewTableDialogProps) {
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [name, setName] = useState(asked);
  const [columns, setColumns] = useState<readonly TableColumn[]>([
    { name: '', unique: true },
    { name: '', unique: false },
  ]);
  const [refused, setRefused] = useState<string>();
  const create = useSend(createTable, [listTables]);
  const isFree = name === asked && asked === '';
  const shownName = isFree ? slugOf(title) : name;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const named = columns.filter((column) => column.name !== '');
    const wrong =
      title.trim() === ''
        ? 'Give the table a title.'
        : TableName.safeParse(shownName).success
          ? checkTable({ columns: named, tests: [], rows: [] })[0]?.message
          : 'A name has lower-case letters, digits and hyphens, and begins with a letter.';
    if (wrong !== undefined) return setRefused(wrong);
    const body = { name: shownName, title: title.trim(), columns: [...named], note: 'New table' };
    const answer = await create.send({ body });
    if (!answer.ok) return setRefused(answer.problem.detail ?? answer.problem.title);
    await navigate({ to: '/tables/$table', params: { table: shownName } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New table"
      description="What belongs together, one column for each system."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="new-table" busy={create.pending}>
            Create table
          </Button>
        </>
      }
    >
      <form id="new-table" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label="Title" required>
          {(control) => (
            <Input
              {...control}
              value={title}
              maxLength={120}
              placeholder="Status of the carrier"
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Name"
          required
          hint={`Maps write t.lookup('${shownName || 'name'}', …). It cannot be changed later.`}
        >
          {(control) => (
            <Input
              {...control}
              value={shownName}
              spellCheck={false}
              className="font-mono"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ColumnFields columns={columns} onChange={setColumns} isNew />
        {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
      </form>
    </Dialog>
  );
}

function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
}
