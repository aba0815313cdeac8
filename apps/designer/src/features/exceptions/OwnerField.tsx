import { assignException, getException, listExceptionClusters, listExceptions } from '@lockstep/schema/api';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Field, Input, toast } from '../../ui/index.ts';

export interface OwnerFieldProps {
  readonly id: string;
  readonly owner: string | undefined;
  readonly readOnly: boolean;
}

/** Who looks after an exception. */
export function OwnerField({ id, owner = '', readOnly }: OwnerFieldProps) {
  const [name, setName] = useState(owner);
  const { send, pending } = useSend(assignException, [getException, listExceptions, listExceptionClusters]);
  const wanted = name.trim();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send({ params: { id }, body: { owner: wanted === '' ? null : wanted } });
    if (!answer.ok) toast({ kind: 'failed', title: 'The owner was not saved', detail: answer.problem.detail });
  };
  return (
    <form onSubmit={save} className="flex items-end gap-2">
      <Field label="Owner" className="flex-1">
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={120}
            readOnly={readOnly}
            placeholder="Nobody yet"
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      {!readOnly && (
        <Button type="submit" busy={pending} disabled={wanted === owner}>
          {wanted === '' && owner !== '' ? 'Unassign' : 'Assign'}
        </Button>
      )}
    </form>
  );
}
