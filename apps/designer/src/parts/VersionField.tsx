import { listVersions } from '@lockstep/schema/api';
import { useCall } from '../api/index.ts';
import { Field, Select } from '../ui/index.ts';

const SAME = '';

export interface VersionFieldProps {
  readonly flowId: string;
  /** The version a run was on; absent for a test run of a draft. */
  readonly version: number | undefined;
  /** Absent: as before. */
  readonly chosen: number | undefined;
  readonly onChoose: (version: number | undefined) => void;
}

/** On which published version a message goes through its flow again. */
export function VersionField({ flowId, version, chosen, onChoose }: VersionFieldProps) {
  const versions = useCall(listVersions, { params: { flowId } });
  const others = (versions.data?.versions ?? []).filter((one) => one.version !== version);
  const same = version === undefined ? 'The draft of that test run' : `v${version}, as before`;
  return (
    <Field
      label="On version"
      hint={chosen === undefined ? undefined : 'The drawing of that version, not of the old run.'}
    >
      {(control) => (
        <Select
          {...control}
          value={chosen === undefined ? SAME : String(chosen)}
          options={[
            { value: SAME, label: same },
            ...others.map((one) => ({
              value: String(one.version),
              label: `v${one.version}`,
              ...(one.note === '' ? {} : { hint: one.note }),
            })),
          ]}
          onChange={(value) => onChoose(value === SAME ? undefined : Number(value))}
        />
      )}
    </Field>
  );
}
