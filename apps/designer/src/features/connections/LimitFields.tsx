import { type ConnectionLimits, DEFAULT_BREAKER } from '@lockstep/schema/node';
import { Field, Input, Switch } from '../../ui/index.ts';

export interface LimitFieldsProps {
  readonly limits: ConnectionLimits;
  readonly error: string | undefined;
  readonly onChange: (limits: ConnectionLimits) => void;
}

/** What is asked of the system at most, by all processes together. An empty number is no limit. */
export function LimitFields({ limits, error, onChange }: LimitFieldsProps) {
  const { rate, concurrency, breaker, drainPerSecond } = limits;
  const setRate = (perSecond: number | undefined): void => {
    const { rate: _, ...rest } = limits;
    const burst = rate?.burst ?? Math.max(1, Math.ceil(perSecond ?? 1));
    onChange(perSecond === undefined ? rest : { ...rest, rate: { adaptive: true, ...rate, perSecond, burst } });
  };
  const setConcurrency = (next: number | undefined): void => {
    const { concurrency: _, ...rest } = limits;
    onChange(next === undefined ? rest : { ...rest, concurrency: next });
  };
  const setBreaker = (on: boolean): void => {
    const { breaker: _, ...rest } = limits;
    onChange(on ? { ...rest, breaker: breaker ?? DEFAULT_BREAKER } : rest);
  };
  return (
    <fieldset className="flex flex-col gap-4 border-t pt-4">
      <legend className="sr-only">Limits</legend>
      <div className="grid grid-cols-2 gap-4">
        <NumberField label="Calls a second" value={rate?.perSecond} onChange={setRate} hint="Halved after a 429." />
        <NumberField
          label="At once, before that"
          value={rate?.burst}
          disabled={rate === undefined}
          onChange={(burst) => rate && onChange({ ...limits, rate: { ...rate, burst: burst ?? 1 } })}
        />
        <NumberField label="Calls under way" value={concurrency} onChange={setConcurrency} />
        <NumberField
          label="Calls a second after an outage"
          value={drainPerSecond}
          onChange={(next) => next !== undefined && onChange({ ...limits, drainPerSecond: next })}
        />
      </div>
      <div className="flex items-center justify-between gap-4">
        <div>
          <p className="font-medium text-xs">Leave it alone while it fails</p>
          <p className="text-muted text-xs">Steps wait meanwhile, and none of them fails.</p>
        </div>
        <Switch label="Leave it alone while it fails" checked={breaker !== undefined} onChange={setBreaker} />
      </div>
      {error !== undefined && <p className="text-failed text-xs">{error}</p>}
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
}

function NumberField({ label, value, onChange, hint, disabled = false }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          step="any"
          placeholder="No limit"
          disabled={disabled}
          value={value ?? ''}
          onChange={(event) => {
            const number = event.target.valueAsNumber;
            onChange(Number.isFinite(number) && number > 0 ? number : undefined);
          }}
        />
      )}
    </Field>
  );
}
