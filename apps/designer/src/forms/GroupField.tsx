import type { Json } from '@lockstep/schema/run';
import { useId } from 'react';
import { Select } from '../ui/index.ts';
import type { FieldModel } from './field-model.ts';
import type { FieldViewProps, RenderField } from './field-props.ts';
import { useFormContext } from './form-context.ts';
import { below, emptyMembers, isObject, issueAt, type Params, withMember } from './values.ts';

export interface GroupFieldProps extends FieldViewProps {
  readonly field: Extract<FieldModel, { kind: 'group' | 'variant' }>;
  readonly render: RenderField;
}

/** Parameters that belong together, with a choice of shape where there is one. */
export function GroupField({ field, pointer, value, onChange, render, compact = false }: GroupFieldProps) {
  const titleId = useId();
  const { issues, readOnly } = useFormContext();
  const object: Params = isObject(value) ? value : {};
  const tag = field.kind === 'variant' ? (object[field.tag] ?? field.variants[0]?.value) : undefined;
  const variant = field.kind === 'variant' ? field.variants.find((one) => one.value === tag) : undefined;
  const fields = field.kind === 'group' ? field.fields : (variant?.fields ?? []);
  const issue = issueAt(issues, pointer, false);
  const change = (name: string) => (next: Json | undefined, at: string) => onChange(withMember(object, name, next), at);
  return (
    <fieldset
      data-field={pointer}
      aria-labelledby={compact ? undefined : titleId}
      aria-label={compact ? field.label : undefined}
      className={compact ? 'flex flex-col gap-3' : 'flex flex-col gap-3 rounded-lg border p-3'}
    >
      {!compact && (
        <div>
          <p id={titleId} className="font-medium text-xs">
            {field.label}
          </p>
          {field.help !== undefined && <p className="text-muted text-xs">{field.help}</p>}
        </div>
      )}
      {field.kind === 'variant' && (
        <Select
          label={field.label}
          value={typeof tag === 'string' ? tag : ''}
          disabled={readOnly}
          options={field.variants.map((one) => ({ value: one.value, label: one.label }))}
          onChange={(next) => {
            const chosen = field.variants.find((one) => one.value === next);
            onChange({ [field.tag]: next, ...emptyMembers(chosen?.fields ?? []) }, pointer);
          }}
        />
      )}
      {fields.map((member) =>
        render({
          key: member.name,
          field: member,
          pointer: below(pointer, member.name),
          value: object[member.name],
          onChange: change(member.name),
        }),
      )}
      {issue !== undefined && <p className="text-failed text-xs">{issue.message}</p>}
    </fieldset>
  );
}
