import { listOffers } from '@lockstep/schema/api';
import { useState } from 'react';
import { useCall } from '../api/index.ts';
import { type FieldControlProps, Input } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';

interface OfferedInputProps {
  /** Kind of the names. */
  readonly offers: string;
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

const FRESH_MS = 5 * 60_000;

/** A name that the system of the chosen connection has: those it tells are suggested, and any other may be written. It is asked when somebody comes to the field. */
export function OfferedInput({ offers, text, control, placeholder, onText }: OfferedInputProps) {
  const { params, readOnly } = useFormContext();
  const [asked, setAsked] = useState<{ readonly id: string; readonly below: string }>();
  const { connection, service } = params;
  const known = useCall(
    listOffers,
    { params: { id: asked?.id ?? '' }, query: asked?.below ? { below: asked.below } : {} },
    { enabled: asked !== undefined, staleTime: FRESH_MS },
  );
  const names = known.data?.offers[offers] ?? [];
  const list = `${control.id}-offers`;
  const problem = known.data?.problem;
  return (
    <div className="flex flex-col gap-1">
      <Input
        {...control}
        list={list}
        placeholder={placeholder}
        value={text}
        disabled={readOnly}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => {
          if (typeof connection !== 'string' || connection === '' || readOnly) return;
          setAsked({ id: connection, below: typeof service === 'string' ? service : '' });
        }}
        onChange={(event) => onText(event.target.value)}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {problem !== undefined && <p className="text-muted text-xs">{problem}</p>}
      {text !== '' && names.length > 0 && !names.includes(text) && !names.some((name) => name.endsWith(`.${text}`)) && (
        <p className="text-muted text-xs">The system does not tell of this name.</p>
      )}
    </div>
  );
}
