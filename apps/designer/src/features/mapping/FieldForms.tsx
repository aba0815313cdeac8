import { type SchemaField, textCode } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { useState } from 'react';
import { CodeEditor } from '../../forms/editor/CodeEditor.tsx';
import { Button, Field, Input, Select } from '../../ui/index.ts';

interface ConstantFormProps {
  readonly target: SchemaField;
  /** Value in the example of the target contract: often the one that is wanted. */
  readonly example: Json | undefined;
  readonly onPut: (code: string) => void;
}

function isPlain(value: Json | undefined): boolean {
  return value !== undefined && value !== null && typeof value !== 'object';
}

export function ConstantForm({ target, example, onPut }: ConstantFormProps) {
  const values = target.values?.map(String) ?? (target.type === 'boolean' ? ['true', 'false'] : undefined);
  const [text, setText] = useState(() => (isPlain(example) ? String(example) : (values?.[0] ?? '')));
  const isNumber = target.type === 'number' || target.type === 'integer';
  const wrong = isNumber && (text.trim() === '' || !Number.isFinite(Number(text))) ? 'Write a number.' : undefined;
  const code = isNumber ? String(Number(text)) : target.type === 'boolean' ? text : textCode(text);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === undefined) onPut(code);
      }}
    >
      <Field label="The same in every message" {...(wrong !== undefined && text !== '' && { error: wrong })}>
        {(control) =>
          values ? (
            <Select
              {...control}
              value={text}
              onChange={setText}
              options={values.map((value) => ({ value, label: value }))}
              className="w-full"
            />
          ) : (
            <Input {...control} value={text} onChange={(event) => setText(event.target.value)} />
          )
        }
      </Field>
      <Button kind="primary" type="submit" className="self-end" disabled={wrong !== undefined}>
        Set
      </Button>
    </form>
  );
}

export function ExpressionForm({
  written,
  onPut,
}: {
  readonly written: string;
  readonly onPut: (code: string) => void;
}) {
  const [code, setCode] = useState(written);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">
        TypeScript over <code>src</code> and the library <code>t</code>; it stays as you write it.
      </p>
      <CodeEditor label="Expression" kind="expression" value={code} onChange={setCode} autoFocus />
      <Button kind="primary" className="self-end" disabled={code.trim() === ''} onClick={() => onPut(code.trim())}>
        Set
      </Button>
    </div>
  );
}

export function OmitForm({ onPut }: { readonly onPut: (code: string) => void }) {
  const [reason, setReason] = useState('');
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') onPut(`t.omit(${textCode(reason.trim())})`);
      }}
    >
      <Field
        label="Why it is left out"
        hint="Stays in the map, for whoever asks later. A required field that is left out counts as settled."
      >
        {(control) => <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <Button kind="primary" type="submit" className="self-end" disabled={reason.trim() === ''}>
        Leave out
      </Button>
    </form>
  );
}
