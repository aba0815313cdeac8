import {
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  type EffectStrategy,
  type FlowNode,
  type Issue,
  type NodePolicy,
} from '@lockstep/schema/graph';
import { type NodeDefinition, strategyOf } from '@lockstep/schema/node';
import { asksTables } from '@lockstep/schema/tables';
import { DurationInput } from '../../forms/DurationInput.tsx';
import { NumberInput } from '../../forms/NumberInput.tsx';
import { formatMs } from '../../steps/format-ms.ts';
import { Button, Field, Select, Switch } from '../../ui/index.ts';
import { PromiseField } from './PromiseFields.tsx';
import { retrySentence } from './retry-sentence.ts';

const STRATEGIES: Readonly<Record<EffectStrategy, { readonly label: string; readonly hint: string }>> = {
  key: { label: 'Idempotency key', hint: 'The system honours our key: repeat freely.' },
  upsert: { label: 'Upsert', hint: 'Written by external id: a repeat changes nothing.' },
  'look-up': { label: 'Look up first', hint: 'Asks by our reference before it repeats.' },
  once: { label: 'Once', hint: 'Never repeats on an unknown outcome: a person decides.' },
  safe: { label: 'Safe', hint: 'Only reads: repeat freely.' },
};

export interface PolicySectionProps {
  readonly node: FlowNode;
  readonly definition: NodeDefinition;
  readonly issues: readonly Issue[];
  readonly disabled: boolean;
  readonly onChange: (policy: NodePolicy, what: string) => void;
}

/** What a step promises when things go wrong. What is not said here follows from its type. */
export function PolicySection({ node, definition, issues, disabled, onChange }: PolicySectionProps) {
  const { policy } = node;
  const defaultStrategy = strategyOf(definition, { params: node.params, policy: {} });
  const inherited = definition.retry ?? (definition.effect === 'none' ? undefined : DEFAULT_RETRY);
  const retry = policy.retry ?? inherited;
  const timeoutMs = policy.timeoutMs ?? definition.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const error = (field: string) => issues.find((issue) => issue.field === `policy/${field}`)?.message;
  const set = <K extends keyof NodePolicy>(key: K, value: NodePolicy[K] | undefined) => {
    const { [key]: _, ...rest } = policy;
    onChange(value === undefined ? rest : { ...rest, [key]: value }, key);
  };
  const setRetry = (change: Partial<typeof DEFAULT_RETRY>) => set('retry', { ...(retry ?? DEFAULT_RETRY), ...change });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-3">
        <div>
          <p className="font-medium text-xs">Switched on</p>
          <p className="text-muted text-xs">Off: the message passes through unchanged.</p>
        </div>
        <Switch
          label="Step is switched on"
          checked={policy.disabled !== true}
          disabled={disabled}
          onChange={(on) => set('disabled', on ? undefined : true)}
        />
      </div>
      {definition.effect !== 'none' && (
        <fieldset className="flex flex-col gap-3" disabled={disabled}>
          <legend className="mb-1 font-medium text-xs">Retry</legend>
          <p className="rounded-lg bg-sunken px-2.5 py-2 text-muted text-xs" data-testid="retry-sentence">
            {retrySentence(retry)}
            {policy.retry === undefined && ' This is the default of this step.'}
          </p>
          <Field label="Attempts" error={error('retry/maxAttempts')}>
            {(control) => (
              <NumberInput
                field={{ integer: true, min: 1, max: 50 }}
                value={retry?.maxAttempts ?? 1}
                control={control}
                disabled={disabled}
                onChange={(value) => setRetry({ maxAttempts: clamp(value ?? 1, 1, 50) })}
              />
            )}
          </Field>
          {(retry?.maxAttempts ?? 1) > 1 && (
            <>
              <Field label="First wait" hint="Doubles with each further attempt." error={error('retry/baseMs')}>
                {(control) => (
                  <DurationInput
                    field={{}}
                    value={retry?.baseMs}
                    control={control}
                    disabled={disabled}
                    onChange={(value) => value !== undefined && setRetry({ baseMs: clamp(value, 10, 3_600_000) })}
                  />
                )}
              </Field>
              <Field label="Longest wait" hint="Also limits what a Retry-After asks for." error={error('retry/capMs')}>
                {(control) => (
                  <DurationInput
                    field={{}}
                    value={retry?.capMs}
                    control={control}
                    disabled={disabled}
                    onChange={(value) => value !== undefined && setRetry({ capMs: clamp(value, 10, 86_400_000) })}
                  />
                )}
              </Field>
            </>
          )}
          {policy.retry !== undefined && (
            <div>
              <Button size="sm" kind="quiet" onClick={() => set('retry', undefined)}>
                Back to the default
              </Button>
            </div>
          )}
        </fieldset>
      )}
      {definition.strategies.length > 0 && (
        <Field label="When an answer is lost" error={error('strategy')} hint={strategyHint(node, definition)}>
          {(control) => (
            <Select
              {...control}
              value={strategyOf(definition, node) ?? 'once'}
              disabled={disabled || definition.strategies.length === 1}
              options={definition.strategies.map((value) => ({ value, ...STRATEGIES[value] }))}
              onChange={(value) => set('strategy', value === defaultStrategy ? undefined : value)}
            />
          )}
        </Field>
      )}
      {asksTables(node.params) && (
        <Field
          label="Look-ups read"
          hint={
            policy.tables === 'live'
              ? 'The newest version of a table when the run first asks; its retries and replays read the same.'
              : 'The version of a table that was the newest when the flow was published.'
          }
        >
          {(control) => (
            <Select
              {...control}
              value={policy.tables ?? 'pinned'}
              disabled={disabled}
              options={[
                { value: 'pinned', label: 'The published version' },
                { value: 'live', label: 'The newest version' },
              ]}
              onChange={(value) => set('tables', value === 'live' ? 'live' : undefined)}
            />
          )}
        </Field>
      )}
      <Field
        label="Time limit of one attempt"
        error={error('timeoutMs')}
        hint={policy.timeoutMs === undefined ? `Default of this step: ${formatMs(timeoutMs)}.` : undefined}
      >
        {(control) => (
          <DurationInput
            field={{}}
            value={timeoutMs}
            control={control}
            disabled={disabled}
            onChange={(value) => set('timeoutMs', value === undefined ? undefined : clamp(value, 10, 3_600_000))}
          />
        )}
      </Field>
      <PromiseField
        label="Promised time of this step"
        hint="From its first attempt to its end, retries and waits included. Longer: marked late and counted. Empty: no promise."
        error={error('slaMs')}
        value={policy.slaMs}
        disabled={disabled}
        onChange={(ms) => set('slaMs', ms)}
      />
    </div>
  );
}

function strategyHint(node: FlowNode, definition: NodeDefinition): string {
  const strategy = strategyOf(definition, node);
  return strategy === undefined ? '' : STRATEGIES[strategy].hint;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.round(value)));
}
