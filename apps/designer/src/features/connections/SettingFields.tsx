import type { ConnectionField } from '@lockstep/nodes/connections';
import { Button, Field, Input, Textarea } from '../../ui/index.ts';

type Values = Readonly<Record<string, string>>;

export interface SettingFieldsProps {
  readonly fields: readonly ConnectionField[];
  /** Names of the secrets that have a value on the server. */
  readonly secretsSet: readonly string[];
  readonly settings: Values;
  /** Secrets typed now. A secret left out keeps its value, an empty one is removed. */
  readonly secrets: Values;
  readonly errors: Values;
  readonly onSettings: (settings: Values) => void;
  readonly onSecrets: (secrets: Values) => void;
}

/** The settings of a connection type; secrets can be written and removed, never read. */
export function SettingFields(props: SettingFieldsProps) {
  const { fields, secretsSet, settings, secrets, errors, onSettings, onSecrets } = props;
  return fields.map((field) => {
    const { name, label, description, required, placeholder, secret, lines = false } = field;
    if (secret !== true) {
      return (
        <Field key={name} label={label} required={required ?? false} hint={description} error={errors[name]}>
          {(control) => {
            const given = {
              ...control,
              autoComplete: 'off',
              value: settings[name] ?? '',
              placeholder,
              onChange: (event: { readonly target: { readonly value: string } }) =>
                onSettings({ ...settings, [name]: event.target.value }),
            };
            return lines ? (
              <Textarea {...given} rows={2} spellCheck={false} className="min-h-14! font-mono" />
            ) : (
              <Input {...given} />
            );
          }}
        </Field>
      );
    }
    const isSet = secretsSet.includes(name);
    const removed = secrets[name] === '' && isSet;
    const { [name]: _typed, ...untouched } = secrets;
    return (
      <Field
        key={name}
        label={label}
        required={required ?? false}
        hint={description}
        error={errors[name]}
        aside={
          isSet &&
          required !== true && (
            <Button
              kind="quiet"
              size="sm"
              className="-my-1"
              onClick={() => onSecrets(removed ? untouched : { ...secrets, [name]: '' })}
            >
              {removed ? 'Keep it' : 'Remove'}
            </Button>
          )
        }
      >
        {(control) => (
          <SecretInput
            {...control}
            several={lines || name === 'webhookSecret' || name === 'privateKey'}
            value={secrets[name] ?? ''}
            placeholder={removed ? 'Will be removed' : isSet ? 'Set; type to replace it' : placeholder}
            onChange={(value) => onSecrets(value === '' ? untouched : { ...secrets, [name]: value })}
          />
        )}
      </Field>
    );
  });
}

interface SecretInputProps {
  readonly id: string;
  /** Two lines while a secret is being rotated. */
  readonly several: boolean;
  readonly value: string;
  readonly placeholder: string | undefined;
  readonly onChange: (value: string) => void;
}

function SecretInput({ several, value, placeholder, onChange, ...control }: SecretInputProps) {
  return several ? (
    <Textarea
      {...control}
      rows={2}
      autoComplete="off"
      spellCheck={false}
      className="min-h-14! font-mono [-webkit-text-security:disc] placeholder:font-sans"
      value={value}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
    />
  ) : (
    <Input
      {...control}
      type="password"
      autoComplete="new-password"
      value={value}
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
