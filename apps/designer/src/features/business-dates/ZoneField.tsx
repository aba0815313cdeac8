import { useId, useState } from 'react';
import { Input } from '../../ui/index.ts';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** A time zone by its name, with suggestions while one types; taken over as soon as it is one. */
export function ZoneField({ value, onChange }: { readonly value: string; readonly onChange: (zone: string) => void }) {
  const [field, list] = [useId(), useId()];
  const [typed, setTyped] = useState(value);
  const isZone = ZONES.includes(typed);
  return (
    <div className="flex shrink-0 items-center gap-2">
      <label htmlFor={field} className="whitespace-nowrap text-muted text-sm">
        Time zone
      </label>
      <Input
        id={field}
        className="w-52"
        list={list}
        value={typed}
        spellCheck={false}
        aria-invalid={isZone ? undefined : true}
        onChange={({ target }) => {
          setTyped(target.value);
          if (ZONES.includes(target.value)) onChange(target.value);
        }}
        onBlur={() => {
          if (!isZone) setTyped(value);
        }}
      />
      <datalist id={list}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}
