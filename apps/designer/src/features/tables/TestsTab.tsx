import { directionOf, type TableTest, testTable } from '@lockstep/schema/tables';
import { Check, FlaskConical, X } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { Badge, Button, EmptyState, Field, IconButton, Input, Select, Table, Td, Th } from '../../ui/index.ts';
import type { DraftTabProps } from './ColumnsTab.tsx';
import { drafted, momentText, readMoment } from './table-draft.ts';

/** What codes must stand for: tried at every edit, and before every publish. */
export function TestsTab({ view, draft, onChange }: DraftTabProps) {
  const table = useMemo(() => drafted(view, draft), [view, draft]);
  const results = useMemo(() => testTable(table, Date.now()), [table]);
  const set = (tests: readonly TableTest[]): void => onChange?.((current) => ({ ...current, tests }));
  return (
    <div className="flex flex-col gap-4 pt-3">
      {results.length === 0 ? (
        <EmptyState icon={<FlaskConical size={20} />} title="No tests yet">
          A test says what a code must stand for. A version with a test that fails is not published.
        </EmptyState>
      ) : (
        <Table label="Tests">
          <thead>
            <tr>
              <Th className="w-28">Result</Th>
              <Th>Look up</Th>
              <Th>Must give</Th>
              <Th>Gives</Th>
              <Th className="w-16">
                <span className="sr-only">Remove</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {results.map(({ test, passed, got, message }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two tests may say the same.
              <tr key={at}>
                <Td>
                  <Badge tone={passed ? 'ok' : 'failed'} icon={passed ? <Check size={11} /> : <X size={11} />}>
                    {passed ? 'Passed' : 'Failed'}
                  </Badge>
                </Td>
                <Td>
                  <span className="font-mono text-xs">{test.key}</span>
                  <p className="truncate text-muted text-xs">{wordsOf(test, table.columns)}</p>
                </Td>
                <Td className="font-mono text-xs">{test.expected ?? <i className="text-muted">nothing</i>}</Td>
                <Td className="font-mono text-xs">{message ?? got ?? <i className="text-muted">nothing</i>}</Td>
                <Td>
                  {onChange && (
                    <IconButton
                      size="sm"
                      label={`Remove the test of ${test.key}`}
                      icon={<X size={14} />}
                      onClick={() => set(table.tests.filter((_, place) => place !== at))}
                    />
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {onChange && <AddTest columns={table.columns} onAdd={(test) => set([...table.tests, test])} />}
    </div>
  );
}

function wordsOf({ from, to, at }: TableTest, columns: Parameters<typeof directionOf>[0]): string {
  const direction = directionOf(columns, { from, to });
  const way = 'message' in direction ? `${from} → ${to}` : `${direction.from} → ${direction.to}`;
  return at === undefined ? way : `${way}, on ${momentText(at)}`;
}

interface AddTestProps {
  readonly columns: Parameters<typeof directionOf>[0];
  readonly onAdd: (test: TableTest) => void;
}

function AddTest({ columns, onAdd }: AddTestProps) {
  const [first, second] = columns.map(({ name }) => name);
  const [from, setFrom] = useState(first ?? '');
  const [to, setTo] = useState(second ?? '');
  const [key, setKey] = useState('');
  const [expected, setExpected] = useState('');
  const [at, setAt] = useState('');
  const moment = readMoment(at);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() === '' || moment === 'wrong') return;
    onAdd({
      key: key.trim(),
      from,
      to,
      expected: expected.trim() || null,
      ...(moment !== undefined && { at: moment }),
    });
    setKey('');
    setExpected('');
  };
  const options = (unique: boolean) =>
    columns.filter((column) => !unique || column.unique).map(({ name }) => ({ value: name, label: name }));
  return (
    <form aria-label="Add a test" onSubmit={submit} className="flex flex-wrap items-end gap-3 border-t pt-4">
      <Field label="Code" className="w-40">
        {(control) => <Input {...control} value={key} onChange={(event) => setKey(event.target.value)} />}
      </Field>
      <Field label="of" className="w-36">
        {(control) => <Select {...control} value={from} options={options(true)} onChange={setFrom} />}
      </Field>
      <Field label="as" className="w-36">
        {(control) => <Select {...control} value={to} options={options(false)} onChange={setTo} />}
      </Field>
      <Field label="Must give" className="w-40">
        {(control) => (
          <Input
            {...control}
            value={expected}
            placeholder="nothing"
            onChange={(event) => setExpected(event.target.value)}
          />
        )}
      </Field>
      <Field label="On" className="w-32" error={moment === 'wrong' ? 'No date' : undefined}>
        {(control) => (
          <Input {...control} value={at} placeholder="today" onChange={(event) => setAt(event.target.value)} />
        )}
      </Field>
      <Button type="submit" disabled={key.trim() === ''}>
        Add test
      </Button>
    </form>
  );
}
