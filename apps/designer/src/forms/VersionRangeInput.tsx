import { newestIn } from '@lockstep/schema/graph';
import { type FieldControlProps, Input } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';

interface VersionRangeInputProps {
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

/** Which versions of the called flow will do, with the one that is newest among them now. */
export function VersionRangeInput({ text, control, placeholder, onText }: VersionRangeInputProps) {
  const { readOnly } = useFormContext();
  return (
    <div className="flex flex-col gap-1">
      <Input
        {...control}
        className="font-mono"
        placeholder={placeholder}
        value={text}
        disabled={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.target.value)}
      />
      <Newest range={text} />
    </div>
  );
}

function Newest({ range }: { readonly range: string }) {
  const { params, flows } = useFormContext();
  const flow = flows.find(({ id }) => id === params.flow);
  if (!flow || flow.versions.length === 0) return null;
  const version = newestIn(range, flow.versions);
  return (
    <p className="text-muted text-xs" aria-live="polite">
      {version === undefined
        ? `No version of ${flow.name} fits; the newest is ${Math.max(...flow.versions)}.`
        : `Version ${version} of ${flow.name} is the newest that fits now.`}
    </p>
  );
}
