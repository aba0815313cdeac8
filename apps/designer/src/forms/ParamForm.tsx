import type { Json } from '@lockstep/schema/run';
import { FieldView } from './FieldView.tsx';
import { type FormContext, FormContextProvider } from './form-context.ts';
import { type Params, withMember } from './values.ts';

export interface ParamFormProps extends FormContext {
  /** `pointer` names the field that was changed: typing in one field is one undo step. */
  readonly onChange: (params: Params, pointer: string) => void;
}

/** The parameters of a step as a form, drawn from the schema of its type. Controlled: the document is the truth. */
export function ParamForm({ onChange, ...context }: ParamFormProps) {
  const { fields, params } = context;
  if (fields.length === 0) return <p className="text-muted text-sm">This step has no settings.</p>;
  return (
    <FormContextProvider value={context}>
      <div className="flex flex-col gap-4">
        {fields.map((field) => (
          <FieldView
            key={field.name}
            field={field}
            pointer={`/${field.name}`}
            value={params[field.name]}
            onChange={(value: Json | undefined, pointer) => onChange(withMember(params, field.name, value), pointer)}
          />
        ))}
      </div>
    </FormContextProvider>
  );
}
