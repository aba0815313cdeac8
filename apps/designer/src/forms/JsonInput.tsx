import type { Json } from '@lockstep/schema/run';
import { useEffect, useState } from 'react';
import type { FieldControlProps } from '../ui/index.ts';
import { CodeEditor, type CodeMark } from './editor/CodeEditor.tsx';
import type { FieldModel } from './field-model.ts';
import { useFormContext } from './form-context.ts';
import { parseJsonText } from './json-text.ts';

export interface JsonInputProps {
  readonly field: Pick<FieldModel, 'label' | 'placeholder' | 'required'>;
  readonly value: Json | undefined;
  readonly control: FieldControlProps;
  readonly onChange: (value: Json | undefined) => void;
}

/** Any JSON. What is being typed stays here until it parses; the mark says where it does not. */
export function JsonInput({ field, value, control, onChange }: JsonInputProps) {
  const { readOnly } = useFormContext();
  const shown = value === undefined ? '' : (JSON.stringify(value, undefined, 2) ?? '');
  const [text, setText] = useState(shown);
  const [marks, setMarks] = useState<readonly CodeMark[]>([]);
  useEffect(() => {
    setText((before) => {
      const parsed = parseJsonText(before);
      return parsed.ok && JSON.stringify(parsed.value) === JSON.stringify(value) ? before : shown;
    });
    setMarks([]);
  }, [shown, value]);
  const [mark] = marks;
  return (
    <>
      <CodeEditor
        {...control}
        kind="json"
        label={field.label}
        value={text}
        marks={marks}
        readOnly={readOnly}
        className="max-h-72 min-h-16"
        {...(field.placeholder === undefined ? {} : { placeholder: field.placeholder.replace(/^=/, 'fx: ') })}
        onChange={(next) => {
          setText(next);
          const parsed = parseJsonText(next);
          setMarks(parsed.ok ? [] : [parsed.mark]);
          if (parsed.ok) onChange(parsed.value);
        }}
      />
      {mark !== undefined && (
        <p className="text-failed text-xs">
          Line {mark.line}: {mark.message}
        </p>
      )}
    </>
  );
}
