import type { ReactNode } from 'react';
import { Field, Input, Select, type SelectOption, Switch } from '../../ui/index.ts';
import type { BindingDraft, DraftIssues } from './binding-draft.ts';

interface PartProps {
  readonly draft: BindingDraft;
  readonly options: readonly SelectOption<string>[];
  readonly issues: DraftIssues;
  readonly onChange: (more: Partial<BindingDraft>) => void;
}

/** A part of the keys goes to another flow: how an ERP is replaced step by step. */
export function ShareFields({ draft, options, issues, splitBy, onChange }: PartProps & { readonly splitBy: string }) {
  const { hasShare, shareFlow, sharePercent } = draft;
  return (
    <Part
      title="Share"
      hint={`A part of the requests goes to another flow, split by ${splitBy}: the same one always goes the same way, and a greater share keeps those of a smaller one.`}
      isOn={hasShare}
      onToggle={(on) => onChange({ hasShare: on })}
    >
      <Percent
        label="Share in per cent"
        value={sharePercent}
        error={issues['share/percent']}
        onChange={(text) => onChange({ sharePercent: text })}
      />
      <Field label="Goes to" error={issues['share/flow']} className="min-w-0 flex-1">
        {(control) => (
          <Select {...control} value={shareFlow} options={options} onChange={(flow) => onChange({ shareFlow: flow })} />
        )}
      </Field>
    </Part>
  );
}

/** A second flow answers too; its answer is compared and goes nowhere. */
export function ShadowFields({
  draft,
  options,
  issues,
  own,
  onChange,
}: PartProps & { readonly own: readonly string[] }) {
  const { hasShadow, shadowFlow, shadowPercent, ignore } = draft;
  return (
    <Part
      title="Compare"
      hint="A second flow is called too, and does what it does in its own system. Its answer is compared by field and goes nowhere; what fails there touches nothing."
      isOn={hasShadow}
      onToggle={(on) => onChange({ hasShadow: on })}
    >
      <Percent
        label="Of the requests, in per cent"
        value={shadowPercent}
        error={issues['shadow/percent']}
        onChange={(text) => onChange({ shadowPercent: text })}
      />
      <Field label="With" error={issues['shadow/flow']} className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={shadowFlow}
            options={options}
            onChange={(flow) => onChange({ shadowFlow: flow })}
          />
        )}
      </Field>
      <Field
        label="Fields left out"
        hint={own.length > 0 ? `Made up by each system, never compared: ${own.join(', ')}.` : undefined}
        error={Object.entries(issues).find(([field]) => field.startsWith('shadow/ignore'))?.[1]}
        className="basis-full"
      >
        {(control) => (
          <Input
            {...control}
            placeholder="lines.total, currency"
            value={ignore}
            onChange={(event) => onChange({ ignore: event.target.value })}
          />
        )}
      </Field>
    </Part>
  );
}

interface ToggledPartProps {
  readonly title: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly children: ReactNode;
}

function Part({ title, hint, isOn, onToggle, children }: ToggledPartProps) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{title}</legend>
      <div className="flex items-center gap-2">
        <Switch label={title} checked={isOn} onChange={onToggle} />
        <span className="font-medium text-xs">{title}</span>
      </div>
      <p className="text-muted text-xs">{hint}</p>
      {isOn && <div className="flex flex-wrap items-start gap-3 rounded-lg bg-sunken p-3">{children}</div>}
    </fieldset>
  );
}

interface PercentProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

function Percent({ label, value, error, onChange }: PercentProps) {
  return (
    <Field label={label} error={error} className="w-44">
      {(control) => (
        <Input {...control} inputMode="decimal" value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
