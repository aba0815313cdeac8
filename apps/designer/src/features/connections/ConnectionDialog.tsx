import { connectionType, connectionTypes, isAddress, schemesOf } from '@lockstep/nodes/connections';
import { ConnectionView, listConnections, putConnection } from '@lockstep/schema/api';
import { ConnectionLimits } from '@lockstep/schema/node';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, Notice, Select, toast } from '../../ui/index.ts';
import { LimitFields } from './LimitFields.tsx';
import { SettingFields } from './SettingFields.tsx';

export interface ConnectionDialogProps {
  /** The connection to change; absent for a new one. */
  readonly connection: ConnectionView | undefined;
  /** Ids in use, which a new connection must not take. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

type Errors = Readonly<Record<string, string>>;

/** The form of a connection, drawn from the data of its type. */
export function ConnectionDialog({ connection, taken, onClose }: ConnectionDialogProps) {
  const [system, setSystem] = useState(connection?.system ?? connectionTypes[0]?.system ?? 'http');
  const type = connectionType(system);
  const [name, setName] = useState(connection?.name ?? type?.label ?? '');
  const [id, setId] = useState(connection?.id ?? freeId(system, taken));
  const [baseUrl, setBaseUrl] = useState(connection?.baseUrl ?? '');
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>(connection?.settings ?? {});
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [limits, setLimits] = useState(connection?.limits);
  const [errors, setErrors] = useState<Errors>({});
  const { send, pending } = useSend(putConnection, [listConnections]);
  const secretsSet = connection?.secretsSet ?? [];
  const fields = type?.fields ?? [];
  const certificates = fields.filter(({ part }) => part === 'certificates');
  const hasValue = new Set([...secretsSet, ...Object.keys(connection?.settings ?? {})]);
  const shownFields = { secretsSet, settings, secrets, errors, onSettings: setSettings, onSecrets: setSecrets };

  const changeSystem = (next: string): void => {
    setSystem(next);
    setName(connectionType(next)?.label ?? next);
    setId(freeId(next, taken));
    setSettings({});
    setSecrets({});
    setLimits(undefined);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (connection === undefined && taken.includes(id)) found.id = 'Another connection has this id.';
    if (!ConnectionView.shape.id.safeParse(id).success)
      found.id = 'Use a-z, digits and dashes, beginning with a letter.';
    const schemes = schemesOf(type ?? {});
    if (!URL.canParse(baseUrl) || !isAddress(baseUrl, schemes))
      found.baseUrl = `An address beginning with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}.`;
    for (const field of type?.fields ?? []) {
      const given = field.secret === true ? secrets[field.name] : settings[field.name];
      const kept = field.secret === true && secretsSet.includes(field.name) && given === undefined;
      if (field.required === true && !kept && (given ?? '').trim() === '') found[field.name] = 'Needed.';
    }
    const wrong = limits && ConnectionLimits.safeParse(limits).error?.issues[0];
    if (wrong) found.limits = `The limits do not fit: ${wrong.message}`;
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const own = limits === connection?.limits ? {} : { limits };
    const body = { name: name.trim(), system, baseUrl, settings, secrets, ...own };
    const answer = await send({ params: { id }, body });
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({ kind: 'ok', title: `${answer.value.name} is saved` });
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={connection === undefined ? 'New connection' : `Edit ${connection.name}`}
      description={type?.description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="connection" busy={pending} disabled={name.trim() === ''}>
            Save
          </Button>
        </>
      }
    >
      <form id="connection" noValidate onSubmit={save} className="flex flex-col gap-4">
        {errors.form !== undefined && <Notice kind="failed">{errors.form}</Notice>}
        {connection === undefined && (
          <Field label="System">
            {(control) => (
              <Select
                {...control}
                value={system}
                options={connectionTypes.map(({ system: value, label, description }) => ({
                  value,
                  label,
                  hint: description,
                }))}
                onChange={changeSystem}
              />
            )}
          </Field>
        )}
        <div className="grid grid-cols-2 gap-4">
          <Field label="Name" required>
            {(control) => (
              <Input {...control} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <Field
            label="Id"
            required
            error={errors.id}
            hint={connection === undefined ? 'Steps refer to it. It stays.' : undefined}
          >
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={id}
                maxLength={48}
                disabled={connection !== undefined}
                onChange={(event) => setId(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Field label="Address" required error={errors.baseUrl}>
          {(control) => (
            <Input
              {...control}
              type="url"
              value={baseUrl}
              placeholder={type?.baseUrlPlaceholder}
              onChange={(event) => setBaseUrl(event.target.value.trim())}
            />
          )}
        </Field>
        <SettingFields {...shownFields} fields={fields.filter(({ part }) => part === undefined)} />
        {certificates.length > 0 && (
          <details className="border-t pt-4" open={certificates.some(({ name }) => hasValue.has(name))}>
            <summary className="cursor-pointer font-medium text-xs">Certificates</summary>
            <div className="flex flex-col gap-4 pt-4">
              <SettingFields {...shownFields} fields={certificates} />
            </div>
          </details>
        )}
        {type !== undefined && (
          <LimitFields limits={limits ?? type.limits} error={errors.limits} onChange={setLimits} />
        )}
      </form>
    </Dialog>
  );
}

/** The system's own name, or the first `name-2`, `name-3`, ... that is free. */
export function freeId(system: string, taken: readonly string[]): string {
  if (!taken.includes(system)) return system;
  for (let number = 2; ; number++) if (!taken.includes(`${system}-${number}`)) return `${system}-${number}`;
}
