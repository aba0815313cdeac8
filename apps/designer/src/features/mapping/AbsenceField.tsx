import {
  type Absence,
  absenceOf,
  codeWithAbsence,
  type MapLine,
  type SchemaField,
  textCode,
} from '@lockstep/schema/mapping';
import { useState } from 'react';
import { Button, Field, Input, Select } from '../../ui/index.ts';
import type { MapWork } from './use-map.ts';

export interface AbsenceFieldProps {
  readonly work: MapWork;
  readonly target: SchemaField;
  readonly line: MapLine;
  readonly onPut: (code: string) => void;
}

const WORDS: Readonly<Record<Absence, string>> = {
  'left out': 'Left out of the result',
  null: 'Null',
  default: 'A default',
  error: 'The message is wrong',
};

/** What becomes of a field whose source is missing or null: the commonest thing to be forgotten. */
export function AbsenceField({ work, target, line, onPut }: AbsenceFieldProps) {
  const now = absenceOf(line.value);
  const [policy, setPolicy] = useState(now);
  const [otherwise, setOtherwise] = useState('');
  if (now === undefined || policy === undefined || work.view.mode !== 'drawn') return null;
  const { helper } = work.view;
  const isNumber = target.type === 'number' || target.type === 'integer';
  const wrong = policy === 'default' && isNumber && !/^-?\d+(\.\d+)?$/.test(otherwise.trim());
  const name = String(line.value.sources[0]?.path.at(-1) || target.name);
  const put = (): void => {
    const code = isNumber || target.type === 'boolean' ? otherwise.trim() || 'false' : textCode(otherwise);
    onPut(codeWithAbsence(work.text, line.value, { policy, helper, name, otherwise: code }));
  };
  return (
    <form
      className="flex items-end gap-2 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) put();
      }}
    >
      <Field label="When the source is missing">
        {(control) => (
          <Select
            {...control}
            value={policy}
            onChange={setPolicy}
            options={(Object.keys(WORDS) as Absence[]).map((value) => ({ value, label: WORDS[value] }))}
            className="w-56"
          />
        )}
      </Field>
      {policy === 'default' && (
        <Field label="Default">
          {(control) =>
            target.values || target.type === 'boolean' ? (
              <Select
                {...control}
                value={otherwise}
                onChange={setOtherwise}
                options={(target.values?.map(String) ?? ['true', 'false']).map((value) => ({ value, label: value }))}
                className="w-40"
              />
            ) : (
              <Input {...control} value={otherwise} onChange={(event) => setOtherwise(event.target.value)} />
            )
          }
        </Field>
      )}
      {(policy !== now || policy === 'default') && (
        <Button type="submit" disabled={wrong}>
          Change
        </Button>
      )}
    </form>
  );
}
