import { Field, Input } from '../../ui/index.ts';

export interface TimeFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** As `localOf` gives it. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
}

/** A moment to the second, in the zone of the reader. */
export function TimeField({ value, onChange, ...field }: TimeFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          step={1}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
