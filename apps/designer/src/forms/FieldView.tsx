import { isExpression } from '@lockstep/schema/graph';
import { Field } from '../ui/index.ts';
import { CodeEditor } from './editor/CodeEditor.tsx';
import { FxToggle } from './FxToggle.tsx';
import type { FieldViewProps, RenderField } from './field-props.ts';
import { useFormContext } from './form-context.ts';
import { GroupField } from './GroupField.tsx';
import { LeafControl } from './LeafControl.tsx';
import { ListField } from './ListField.tsx';
import { LiveValue } from './LiveValue.tsx';
import { marksOf } from './marks.ts';
import { isShown, issueAt } from './values.ts';

const render: RenderField = ({ key, ...props }) => <FieldView key={key} {...props} />;

/** One parameter: label, control, help, problem, and the switch between a fixed value and an expression. */
export function FieldView(props: FieldViewProps) {
  const { field, pointer, value, onChange } = props;
  const { params, fields, issues } = useFormContext();
  if (!isShown(field, params, fields)) return null;
  if (field.kind === 'list') return <ListField {...props} field={field} render={render} />;
  if (field.kind === 'group' || field.kind === 'variant')
    return <GroupField {...props} field={field} render={render} />;
  const computed = field.kind !== 'expression' && !field.fixed && isExpression(value);
  const issue = issueAt(issues, pointer, true);
  return (
    <div data-field={pointer}>
      <Field
        label={field.label}
        required={field.required}
        hint={field.help}
        error={issue?.severity === 'warning' ? undefined : issue?.message}
        warning={issue?.message}
        aside={
          field.fixed || field.kind === 'expression' ? undefined : (
            <FxToggle field={field} value={value} onChange={(next) => onChange(next, pointer)} />
          )
        }
      >
        {(control) =>
          computed || field.kind === 'expression' ? (
            <ExpressionControl {...props} control={control} />
          ) : (
            <LeafControl
              field={field}
              value={value}
              control={control}
              pointer={pointer}
              onChange={(next) => onChange(next, pointer)}
            />
          )
        }
      </Field>
    </div>
  );
}

interface ExpressionControlProps extends FieldViewProps {
  readonly control: { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true };
}

function ExpressionControl({ field, pointer, value, onChange, control }: ExpressionControlProps) {
  const { names, issues, readOnly } = useFormContext();
  const text = typeof value === 'string' ? value.replace(/^=/, '') : '';
  return (
    <div className="flex min-w-0 items-start gap-1.5">
      <span aria-hidden="true" className="mt-1.5 font-mono text-accent-text text-xs italic">
        fx
      </span>
      <div className="min-w-0 flex-1">
        <CodeEditor
          kind="expression"
          label={`${field.label}, expression`}
          value={text}
          names={names}
          readOnly={readOnly}
          marks={marksOf(issues, pointer)}
          {...(field.placeholder === undefined ? {} : { placeholder: field.placeholder.replace(/^=/, '') })}
          {...control}
          onChange={(next) => onChange(next === '' && !field.required ? undefined : `=${next}`, pointer)}
        />
        <LiveValue text={text} names={names} />
      </div>
    </div>
  );
}
