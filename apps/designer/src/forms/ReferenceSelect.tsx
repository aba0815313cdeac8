import clsx from 'clsx';
import { contractAdvice, contractOptions } from '../parts/contract-options.ts';
import type { FieldControlProps } from '../ui/index.ts';
import { Select, type SelectOption } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';

interface ReferenceProps {
  readonly value: string;
  readonly control: FieldControlProps;
  readonly required: boolean;
  readonly onChange: (value: string | undefined) => void;
}

/** One of the connections of this installation, narrowed to systems where the step needs one of them. */
export function ConnectionSelect({
  systems,
  ...props
}: ReferenceProps & { readonly systems: readonly string[] | undefined }) {
  const { connections } = useFormContext();
  const fitting = connections.filter((one) => systems?.includes(one.system) ?? true);
  const options = fitting.map(({ id, name, system: of }) => ({ value: id, label: name, hint: `${id} · ${of}` }));
  return <ReferenceSelect {...props} options={options} what="connection" />;
}

/** One of the contracts: the newest version, the newest of a major, or one version; with what there is to say about the choice. */
export function ContractSelect(props: ReferenceProps) {
  const { contracts } = useFormContext();
  return (
    <div className="flex flex-col gap-1">
      <ReferenceSelect {...props} options={contractOptions(contracts)} what="contract" />
      <Advice value={props.value} onChange={props.onChange} />
    </div>
  );
}

function Advice({ value, onChange }: Pick<ReferenceProps, 'value' | 'onChange'>) {
  const { contracts, readOnly } = useFormContext();
  const advice = value === '' ? undefined : contractAdvice(value, contracts);
  if (advice === undefined) return null;
  const { kind, text, use } = advice;
  return (
    <p aria-live="polite" className={clsx('text-xs', kind === 'deprecated' ? 'text-waiting' : 'text-muted')}>
      {text}{' '}
      {use !== undefined && !readOnly && (
        <button type="button" className="rounded text-accent-text hover:underline" onClick={() => onChange(use)}>
          Use {use}
        </button>
      )}
    </p>
  );
}

/** One of the flows that others can call. */
export function FlowSelect(props: ReferenceProps) {
  const { flows } = useFormContext();
  const options = flows.map(({ id, name, versions }) => {
    const newest = versions.length === 0 ? 'not published' : `version ${Math.max(...versions)}`;
    return { value: id, label: name, hint: `${id}, ${newest}` };
  });
  return <ReferenceSelect {...props} options={options} what="flow" />;
}

const NONE = '';

function ReferenceSelect(
  props: ReferenceProps & { readonly options: readonly SelectOption<string>[]; readonly what: string },
) {
  const { value, control, required, onChange, options, what } = props;
  const { readOnly } = useFormContext();
  const isKnown = value === '' || options.some((option) => option.value === value);
  const all = [
    ...(required ? [] : [{ value: NONE, label: `No ${what}` }]),
    ...options,
    ...(isKnown
      ? []
      : [
          {
            value,
            label: value,
            hint: what === 'flow' ? 'No flow of this id can be called' : `There is no such ${what} here`,
          },
        ]),
  ];
  return (
    <Select
      {...control}
      value={value}
      options={all}
      disabled={readOnly}
      placeholder={`Choose a ${what}…`}
      onChange={(next) => onChange(next === NONE ? undefined : next)}
    />
  );
}
