import type { Json } from '@lockstep/schema/run';
import { CopyButton, type FieldControlProps, Input, Select, Switch, Textarea } from '../ui/index.ts';
import { CronInput } from './CronInput.tsx';
import { DurationInput } from './DurationInput.tsx';
import type { FieldModel } from './field-model.ts';
import { wordsOf } from './field-model.ts';
import { useFormContext } from './form-context.ts';
import { JsonInput } from './JsonInput.tsx';
import { KeyValues } from './KeyValues.tsx';
import { NumberInput } from './NumberInput.tsx';
import { OfferedInput } from './OfferedInput.tsx';
import { ConnectionSelect, ContractSelect, FlowSelect } from './ReferenceSelect.tsx';
import { ScriptField } from './ScriptField.tsx';
import { TopicInput } from './TopicInput.tsx';
import { VersionRangeInput } from './VersionRangeInput.tsx';

export interface LeafControlProps {
  readonly field: FieldModel;
  readonly pointer: string;
  readonly value: Json | undefined;
  readonly control: FieldControlProps;
  readonly onChange: (value: Json | undefined) => void;
}

/** The control for one plain value, by the kind of the field. */
export function LeafControl({ field, pointer, value, control, onChange }: LeafControlProps) {
  const { readOnly } = useFormContext();
  const shown = value === undefined ? field.defaultValue : value;
  const text = typeof shown === 'string' ? shown : shown === undefined ? '' : JSON.stringify(shown);
  const placeholder = field.placeholder === undefined ? {} : { placeholder: field.placeholder };
  /** Empty text is "nothing", except where it differs from a default: there it says "none". */
  const onText = (next: string) => onChange(next === '' && field.defaultValue === undefined ? undefined : next);
  switch (field.kind) {
    case 'textarea':
      return (
        <Textarea
          {...control}
          {...placeholder}
          rows={3}
          value={text}
          disabled={readOnly}
          onChange={(event) => onText(event.target.value)}
        />
      );
    case 'secret':
    case 'text':
      if (field.offers !== undefined) {
        return (
          <OfferedInput
            offers={field.offers}
            text={text}
            control={control}
            placeholder={field.placeholder}
            onText={onText}
          />
        );
      }
      return (
        <Input
          {...control}
          {...placeholder}
          type={field.kind === 'secret' ? 'password' : 'text'}
          autoComplete="off"
          value={text}
          disabled={readOnly}
          onChange={(event) => onText(event.target.value)}
        />
      );
    case 'path':
      return <PathInput text={text} control={control} placeholder={field.placeholder} onText={onText} />;
    case 'cron':
      return <CronInput text={text} control={control} placeholder={field.placeholder} onText={onText} />;
    case 'topic':
      return <TopicInput text={text} control={control} placeholder={field.placeholder} onText={onText} />;
    case 'number':
      return <NumberInput field={field} value={shown} control={control} onChange={onChange} disabled={readOnly} />;
    case 'duration':
      return <DurationInput field={field} value={shown} control={control} onChange={onChange} disabled={readOnly} />;
    case 'boolean':
      return <Switch id={control.id} checked={shown === true} onChange={onChange} disabled={readOnly} />;
    case 'choice':
      return (
        <Select
          {...control}
          value={text}
          disabled={readOnly}
          options={field.choices.map((choice) => ({
            value: choice,
            label: field.words[choice] ?? choiceLabel(choice),
          }))}
          onChange={onChange}
          placeholder="Not chosen"
        />
      );
    case 'connection':
      return (
        <ConnectionSelect
          systems={field.systems}
          value={text}
          control={control}
          required={field.required}
          onChange={onChange}
        />
      );
    case 'contract':
      return <ContractSelect value={text} control={control} required={field.required} onChange={onChange} />;
    case 'flow':
      return <FlowSelect value={text} control={control} required={field.required} onChange={onChange} />;
    case 'version-range':
      return <VersionRangeInput text={text} control={control} placeholder={field.placeholder} onText={onText} />;
    case 'key-values':
      return <KeyValues label={field.label} value={shown} control={control} onChange={onChange} />;
    case 'json':
      return <JsonInput field={field} value={value} control={control} onChange={onChange} />;
    case 'code':
      return <ScriptField field={field} pointer={pointer} value={text} control={control} onChange={onText} />;
    case 'expression':
    case 'group':
    case 'list':
    case 'variant':
      return null; // drawn by FieldView
    default:
      return field satisfies never;
  }
}

/** `GET` stays as it is; `when-in-doubt` reads as words. */
function choiceLabel(choice: string): string {
  return /^[A-Z]+$/.test(choice) || /\d/.test(choice) ? choice : wordsOf(choice);
}

interface PathInputProps {
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

function PathInput({ text, control, placeholder, onText }: PathInputProps) {
  const { hookBase, readOnly } = useFormContext();
  return (
    <div className="flex flex-col gap-1">
      <Input
        {...control}
        placeholder={placeholder}
        value={text}
        disabled={readOnly}
        spellCheck={false}
        onChange={(event) => onText(event.target.value)}
      />
      {text !== '' && (
        <div className="flex items-center gap-1 rounded-lg bg-sunken pr-1 pl-2">
          <code className="min-w-0 flex-1 truncate font-mono text-muted text-xs" title={hookBase + text}>
            {hookBase}
            {text}
          </code>
          <CopyButton text={hookBase + text} label="Copy address" />
        </div>
      )}
    </div>
  );
}
