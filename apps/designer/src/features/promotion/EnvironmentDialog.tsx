import {
  EnvironmentName,
  type EnvironmentView,
  listEnvironments,
  putEnvironment,
  removeEnvironment,
} from '@lockstep/schema/api';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { personName } from '../../stores/person.ts';
import { Button, Dialog, Field, Input, Notice, toast } from '../../ui/index.ts';

export interface EnvironmentDialogProps {
  readonly environment: EnvironmentView | undefined;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** Registers another installation: its name, its address, and the token it asks for. */
export function EnvironmentDialog({ environment, taken, onClose }: EnvironmentDialogProps) {
  const [name, setName] = useState(environment?.name ?? '');
  const [url, setUrl] = useState(environment?.url ?? '');
  const [token, setToken] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const { send, pending } = useSend(putEnvironment, [listEnvironments]);
  const removal = useSend(removeEnvironment, [listEnvironments]);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found: Record<string, string> = {};
    const named = EnvironmentName.safeParse(name);
    if (!named.success) found.name = named.error.issues[0]?.message ?? 'This is no name.';
    if (!environment && taken.includes(name)) found.name = 'There is an environment with this name.';
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) found.url = 'An address beginning with http:// or https://.';
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const body = { url, by: personName(), ...(token !== '' && { token }) };
    const answer = await send({ params: { name }, body });
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({ kind: 'ok', title: `${name} is registered` });
    onClose();
  };
  const remove = async (): Promise<void> => {
    const answer = await removal.send({ params: { name } });
    if (!answer.ok) return setErrors({ form: answer.problem.detail ?? answer.problem.title });
    toast({ kind: 'ok', title: `${name} is forgotten`, detail: 'What was promoted there stays in the history.' });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={environment === undefined ? 'Add an environment' : `Edit ${environment.name}`}
      description="Another installation of Lockstep that flows go to from here."
      footer={
        <>
          {environment !== undefined && (
            <Button
              kind="quiet"
              icon={<Trash2 size={15} />}
              className="mr-auto"
              busy={removal.pending}
              onClick={() => void remove()}
            >
              Forget
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="environment" busy={pending}>
            Save
          </Button>
        </>
      }
    >
      <form id="environment" noValidate onSubmit={save} className="flex flex-col gap-4">
        {errors.form !== undefined && <Notice kind="failed">{errors.form}</Notice>}
        <Field label="Name" required error={errors.name}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={48}
              placeholder="production"
              disabled={environment !== undefined}
              onChange={(event) => setName(event.target.value.trim())}
            />
          )}
        </Field>
        <Field label="Address" required error={errors.url}>
          {(control) => (
            <Input
              {...control}
              type="url"
              value={url}
              placeholder="https://lockstep.example.com"
              onChange={(event) => setUrl(event.target.value.trim())}
            />
          )}
        </Field>
        <Field
          label="Token"
          hint={
            environment?.hasToken
              ? 'One is kept, encrypted. Write another one to replace it.'
              : 'Sent as a bearer token, where a gate before that installation asks for one. Kept encrypted.'
          }
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
