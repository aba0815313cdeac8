import { type CustomerFieldView, getCustomer, listCustomers, putCustomer } from '@lockstep/schema/api';
import { CustomerValues } from '@lockstep/schema/customers';
import type { Json } from '@lockstep/schema/run';
import { useId, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, Notice } from '../../ui/index.ts';
import { fieldWords, systemWords, valueText } from './customer-words.ts';

interface ChooseDialogProps {
  readonly id: string;
  readonly field: CustomerFieldView;
  readonly onClose: () => void;
}

const TYPED = '__typed';

/** A person decides a field: what one of the systems says, or something of their own; or leaves it to the rule again. */
export function ChooseDialog({ id, field, onClose }: ChooseDialogProps) {
  const name = useId();
  const isText = field.value === null || typeof field.value === 'string';
  const choices = [...new Map(field.candidates.map((each) => [JSON.stringify(each.value), each])).values()];
  const [picked, setPicked] = useState(JSON.stringify(field.value));
  const [typed, setTyped] = useState(typeof field.value === 'string' ? field.value : '');
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(putCustomer, [getCustomer, listCustomers]);

  const put = async (body: { values?: CustomerValues; release?: CustomerFieldView['field'][] }): Promise<void> => {
    const why = reason.trim() === '' ? {} : { reason: reason.trim() };
    const answer = await send({ params: { id }, body: { by: 'operator', ...why, ...body } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    onClose();
  };
  const choose = (): Promise<void> => {
    const value = picked === TYPED ? typed.trim() || null : (JSON.parse(picked) as Json);
    const parsed = CustomerValues.safeParse({ [field.field]: value });
    if (parsed.success) return put({ values: parsed.data });
    setRefusal(parsed.error.issues[0]?.message ?? 'This is no value of the field.');
    return Promise.resolve();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Choose ${fieldWords(field.field).toLowerCase()}`}
      description="It stands whatever systems say, and they are told. It can be left to the rule again."
      footer={
        <>
          {field.reason === 'chosen' && (
            <Button busy={pending} onClick={() => void put({ release: [field.field] })}>
              Leave it to the rule
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={pending} onClick={() => void choose()}>
            Choose
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        <fieldset className="flex flex-col gap-2 text-sm">
          <legend className="mb-1 text-muted text-xs">Value</legend>
          {choices.map(({ system, value }) => (
            <label key={JSON.stringify(value)} className="flex items-baseline gap-2">
              <input
                type="radio"
                name={name}
                checked={picked === JSON.stringify(value)}
                onChange={() => setPicked(JSON.stringify(value))}
              />
              <span className="font-medium">{valueText(value)}</span>
              <span className="text-muted text-xs">{systemWords(system)}</span>
            </label>
          ))}
          {isText && (
            <label className="flex items-center gap-2">
              <input type="radio" name={name} checked={picked === TYPED} onChange={() => setPicked(TYPED)} />
              <span className="shrink-0">Another:</span>
              <Input
                aria-label="Another value"
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value);
                  setPicked(TYPED);
                }}
              />
            </label>
          )}
        </fieldset>
        <Field label="Why" hint="For the log; may be left out.">
          {(control) => <Input {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  );
}
