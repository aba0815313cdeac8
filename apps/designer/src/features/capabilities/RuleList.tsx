import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button, IconButton, Input, Segmented, Select, type SelectOption } from '../../ui/index.ts';
import { type DraftIssues, newRule, type RuleDraft } from './binding-draft.ts';

export interface RuleListProps {
  readonly rules: readonly RuleDraft[];
  readonly options: readonly SelectOption<string>[];
  readonly issues: DraftIssues;
  readonly onChange: (rules: readonly RuleDraft[]) => void;
}

/** Requests that always go to one flow; the first rule that holds decides. */
export function RuleList({ rules, options, issues, onChange }: RuleListProps) {
  const put = (at: number, more: Partial<RuleDraft>): void =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...more } : rule)));
  const up = (at: number): void => {
    const moved = rules[at];
    const rest = rules.filter((_, index) => index !== at);
    if (moved) onChange([...rest.slice(0, at - 1), moved, ...rest.slice(at - 1)]);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-xs">Rules</legend>
      <p className="text-muted text-xs">By a field of the request, before the share. The first that holds decides.</p>
      {rules.map((rule, at) => (
        <div key={rule.id} className="flex flex-col gap-2 rounded-lg bg-sunken p-2">
          <div className="flex flex-wrap items-center gap-2">
            <Input
              aria-label={`Field of rule ${at + 1}`}
              placeholder="shipTo.country"
              value={rule.field}
              onChange={(event) => put(at, { field: event.target.value })}
              className="min-w-32 flex-1 font-mono"
            />
            <Segmented
              label={`Kind of rule ${at + 1}`}
              value={rule.kind}
              options={[
                { value: 'is', label: 'is one of' },
                { value: 'range', label: 'from … to' },
              ]}
              onChange={(kind) => put(at, { kind })}
            />
            {rule.kind === 'is' ? (
              <Input
                aria-label={`Values of rule ${at + 1}`}
                placeholder="FR, BE"
                value={rule.values}
                onChange={(event) => put(at, { values: event.target.value })}
                className="min-w-32 flex-1"
              />
            ) : (
              <Range rule={rule} at={at} onChange={(more) => put(at, more)} />
            )}
          </div>
          <div className="flex items-center gap-2">
            <span className="text-muted text-xs">goes to</span>
            <Select
              label={`Flow of rule ${at + 1}`}
              value={rule.flow}
              options={options}
              onChange={(flow) => put(at, { flow })}
              className="min-w-0 flex-1"
            />
            <IconButton
              label={`Move rule ${at + 1} up`}
              icon={<ArrowUp size={14} />}
              disabled={at === 0}
              onClick={() => up(at)}
            />
            <IconButton
              label={`Remove rule ${at + 1}`}
              icon={<Trash2 size={14} />}
              onClick={() => onChange(rules.filter((_, index) => index !== at))}
            />
          </div>
          <RuleRemark issues={issues} at={at} />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus size={14} />}
        onClick={() => onChange([...rules, newRule()])}
      >
        Add a rule
      </Button>
    </fieldset>
  );
}

interface RangeProps {
  readonly rule: RuleDraft;
  readonly at: number;
  readonly onChange: (more: Partial<RuleDraft>) => void;
}

function Range({ rule, at, onChange }: RangeProps) {
  return (
    <>
      <Input
        aria-label={`First value of rule ${at + 1}`}
        placeholder="#1000"
        value={rule.from}
        onChange={(event) => onChange({ from: event.target.value })}
        className="w-28"
      />
      <Input
        aria-label={`Last value of rule ${at + 1}`}
        placeholder="#1999"
        value={rule.to}
        onChange={(event) => onChange({ to: event.target.value })}
        className="w-28"
      />
    </>
  );
}

function RuleRemark({ issues, at }: { readonly issues: DraftIssues; readonly at: number }) {
  const found = Object.entries(issues).filter(([field]) => field.startsWith(`rules/${at}/`));
  if (found.length === 0) return null;
  return <p className="text-failed text-xs">{[...new Set(found.map(([, message]) => message))].join(' ')}</p>;
}
