import type { StorageRules } from '@lockstep/schema/api';
import { NumberInput } from '../forms/NumberInput.tsx';
import { Field, Select } from '../ui/index.ts';
import { keptFor, limitWords } from './storage-words.ts';

/** Rules as a form holds them: what is absent is as the workspace says. */
export type RuleDraft = { readonly [Key in keyof StorageRules]?: number | undefined };

export interface StorageRuleFieldsProps {
  readonly rules: RuleDraft;
  /** What holds where nothing is said; absent in the form of the workspace itself. */
  readonly workspace?: StorageRules | undefined;
  readonly onChange: (rules: RuleDraft) => void;
}

const MB = 1_048_576;
const MAX_DAYS = 3650;

/** How long done and failed runs are kept, and how much they may take. */
export function StorageRuleFields({ rules, workspace, onChange }: StorageRuleFieldsProps) {
  const put = (name: keyof StorageRules) => (value: number | undefined) => {
    const { [name]: _, ...rest } = rules;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="flex flex-col gap-4">
      <Rule
        label="Runs that are done"
        unit="Days"
        value={rules.doneDays}
        fallback={workspace && keptFor(workspace.doneDays)}
        none="Kept for ever"
        some="Kept for days"
        begin={30}
        max={MAX_DAYS}
        onChange={put('doneDays')}
      />
      <Rule
        label="Runs that failed or were cancelled"
        hint="Runs with an open exception are always kept."
        unit="Days"
        value={rules.failedDays}
        fallback={workspace && keptFor(workspace.failedDays)}
        none="Kept for ever"
        some="Kept for days"
        begin={90}
        max={MAX_DAYS}
        onChange={put('failedDays')}
      />
      <Rule
        label="Storage"
        hint="At 80 % you are warned. When it is full, senders get 503 with Retry-After; nothing accepted is lost."
        unit="MB"
        value={rules.quotaBytes}
        per={MB}
        fallback={workspace && limitWords(workspace.quotaBytes)}
        none="No limit"
        some="A limit in MB"
        begin={1024 * MB}
        max={2 ** 30}
        onChange={put('quotaBytes')}
      />
    </div>
  );
}

interface RuleProps {
  readonly label: string;
  readonly hint?: string;
  /** Name of the number. */
  readonly unit: string;
  readonly value: number | undefined;
  /** What one of the number stands for. */
  readonly per?: number;
  readonly fallback: string | undefined;
  readonly none: string;
  readonly some: string;
  /** What a number begins with. */
  readonly begin: number;
  readonly max: number;
  readonly onChange: (value: number | undefined) => void;
}

type Choice = 'workspace' | 'none' | 'some';

/** As the workspace, without end, or a number. */
function Rule({ label, hint, unit, value, per = 1, fallback, none, some, begin, max, onChange }: RuleProps) {
  const choice: Choice = value === undefined ? 'workspace' : value === 0 ? 'none' : 'some';
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="flex gap-2">
          <Select
            {...control}
            className="min-w-0 flex-1"
            value={choice}
            options={[
              ...(fallback === undefined
                ? []
                : [{ value: 'workspace' as const, label: `As the workspace: ${fallback}` }]),
              { value: 'none', label: none },
              { value: 'some', label: some },
            ]}
            onChange={(next: Choice) => onChange({ workspace: undefined, none: 0, some: begin }[next])}
          />
          {choice === 'some' && value !== undefined && (
            <div className="w-28">
              <label className="sr-only" htmlFor={`${control.id}-number`}>
                {label}: {unit}
              </label>
              <NumberInput
                field={{ min: 1, max, integer: true }}
                value={Math.round(value / per)}
                control={{ id: `${control.id}-number` }}
                disabled={false}
                onChange={(next) => {
                  if (next !== undefined && next >= 1 && next <= max) onChange(Math.round(next) * per);
                }}
              />
            </div>
          )}
        </div>
      )}
    </Field>
  );
}
