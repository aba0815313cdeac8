import { listFlows } from '@lockstep/schema/api';
import { useCall } from '../api/index.ts';
import { Select } from '../ui/index.ts';

export interface FlowFilterProps {
  readonly value: string | undefined;
  readonly onChange: (flowId: string | undefined) => void;
}

const ALL = '';

/** Narrows a list to one flow. A flow that is gone but named in the address stays choosable. */
export function FlowFilter({ value, onChange }: FlowFilterProps) {
  const flows = useCall(listFlows, {}).data?.flows ?? [];
  const options = [
    { value: ALL, label: 'All' },
    ...flows.map(({ id, name }) => ({ value: id, label: name })),
    ...(value === undefined || flows.some(({ id }) => id === value) ? [] : [{ value, label: value }]),
  ];
  return (
    <Select
      label="Flow"
      prefix="Flow"
      value={value ?? ALL}
      options={options}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
      className="max-w-72"
    />
  );
}
