import {
  getTable,
  getUnmapped,
  listExceptions,
  listTables,
  listTableVersions,
  listUnmapped,
  mapValue,
} from '@lockstep/schema/api';
import { type FormEvent, useId, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Dialog, Field, Input, Notice, SkeletonRows, toast } from '../../ui/index.ts';

export interface MapDialogProps {
  /** Of the unmapped code. */
  readonly id: string;
  readonly onClose: () => void;
}

/** So many values are offered as buttons; more are found by writing. */
const FEW = 12;

const focusOnce = (input: HTMLInputElement | null): void => input?.focus();

/** Says what a code stands for: one value, and the waiting runs go on. */
export function MapDialog({ id, onClose }: MapDialogProps) {
  const form = useId();
  const found = useCall(getUnmapped, { params: { id } });
  const [value, setValue] = useState('');
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState<string>();
  const send = useSend(mapValue, [listUnmapped, listTables, getTable, listTableVersions, listExceptions]);
  const code = found.data;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const filled = Object.fromEntries(Object.entries(cells).filter(([, text]) => text.trim() !== ''));
    const answer = await send.send({ params: { id }, body: { value: value.trim(), cells: filled } });
    if (!answer.ok) return setRefused(answer.problem.detail ?? answer.problem.title);
    const { version, runs } = answer.value;
    const others = runs === 0 ? '' : runs === 1 ? ', 1 run goes on' : `, ${runs} runs go on`;
    toast({ kind: 'ok', title: `Version ${version.version} is published${others}` });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={code === undefined ? 'Map a code' : `What is “${code.key}”?`}
      description={code === undefined ? '' : `${code.from} → ${code.to} in ${code.tableTitle}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={send.pending} disabled={value.trim() === ''}>
            {code !== undefined && code.waiting > 0
              ? `Map and let ${code.waiting === 1 ? 'the run' : `${code.waiting} runs`} go on`
              : 'Map'}
          </Button>
        </>
      }
    >
      <AnswerView query={found} what="The code" loading={<SkeletonRows rows={3} label="Loading the code" />}>
        {({ likely, values, columns, from, to }) => (
          <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
            <Field label={to} required>
              {(control) => (
                <Input
                  {...control}
                  // A person came here to write this.
                  ref={focusOnce}
                  list={`${form}-values`}
                  value={value}
                  maxLength={500}
                  spellCheck={false}
                  className="font-mono"
                  onChange={(event) => setValue(event.target.value)}
                />
              )}
            </Field>
            <datalist id={`${form}-values`}>
              {values.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
            {likely.length > 0 && (
              <fieldset>
                <legend className="mb-1 font-medium text-xs">Written alike</legend>
                <div className="flex flex-wrap gap-2">
                  {likely.map((one) => (
                    <Button
                      key={one.value}
                      size="sm"
                      aria-pressed={one.value === value}
                      title={one.because === one.value ? 'Written like the code' : `Like ${one.because}`}
                      onClick={() => setValue(one.value)}
                    >
                      <span className="font-mono">{one.value}</span>
                      {one.because !== one.value && <span className="text-muted">as {one.because}</span>}
                    </Button>
                  ))}
                </div>
              </fieldset>
            )}
            {values.length > 0 && values.length <= FEW && (
              <fieldset>
                <legend className="mb-1 font-medium text-xs">In the table already</legend>
                <div className="flex flex-wrap gap-2">
                  {values.map((one) => (
                    <Button key={one} size="sm" aria-pressed={one === value} onClick={() => setValue(one)}>
                      <span className="font-mono">{one}</span>
                    </Button>
                  ))}
                </div>
              </fieldset>
            )}
            {columns
              .filter(({ name }) => name !== from && name !== to)
              .map(({ name }) => (
                <Field key={name} label={name} hint="Left empty: as it is.">
                  {(control) => (
                    <Input
                      {...control}
                      value={cells[name] ?? ''}
                      maxLength={500}
                      spellCheck={false}
                      onChange={(event) => setCells({ ...cells, [name]: event.target.value })}
                    />
                  )}
                </Field>
              ))}
            {refused !== undefined && <Notice kind="failed">{refused}</Notice>}
          </form>
        )}
      </AnswerView>
    </Dialog>
  );
}
