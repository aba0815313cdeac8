import { newestIn } from '@lockstep/schema/graph';
import { type FieldControlProps, Input, Select, type SelectOption } from '../ui/index.ts';
import { useFormContext } from './form-context.ts';
import { type RangeForm, type RangeWay, rangeForm, rangeText } from './version-range.ts';

interface VersionRangeInputProps {
  readonly text: string;
  readonly control: FieldControlProps;
  readonly placeholder: string | undefined;
  readonly onText: (text: string) => void;
}

const WAYS: readonly SelectOption<RangeWay>[] = [
  { value: 'latest', label: 'Newest version', hint: 'Whatever is published last' },
  { value: 'compatible', label: 'Compatible version', hint: 'The newest that keeps its promises' },
  { value: 'one', label: 'One version', hint: 'Always the same' },
  { value: 'between', label: 'From a version on', hint: 'The newest between two versions' },
];
const WRITTEN: SelectOption<RangeWay> = { value: 'written', label: 'Written bounds' };
const OPEN_END = 'any';

/** Which versions of the called flow will do, by choice, with the one that is newest among them now. */
export function VersionRangeInput({ text, control, placeholder, onText }: VersionRangeInputProps) {
  const { params, flows, readOnly } = useFormContext();
  const { versions = [], releases = [] } = flows.find(({ id }) => id === params.flow) ?? {};
  const form = rangeForm(text);
  const { way, to } = form;
  const newest = Math.max(1, ...versions);
  const majors = releases.map(({ semver }) => majorOf(semver));
  const major = Math.max(1, ...majors);
  const from = form.from ?? newest;
  const choose = (next: RangeWay) => {
    if (next === 'compatible') onText(rangeText({ way: next, from: major }));
    else if (next !== 'written') onText(rangeText({ way: next, from: way === 'compatible' ? newest : from }));
  };
  return (
    <div className="flex flex-col gap-1.5">
      <Select
        {...control}
        value={way}
        options={way === 'written' ? [...WAYS, WRITTEN] : WAYS}
        disabled={readOnly}
        onChange={choose}
      />
      {(way === 'one' || way === 'between') && (
        <div className="flex items-center gap-2">
          <Version
            label={way === 'one' ? 'Version' : 'From version'}
            value={from}
            versions={versions}
            disabled={readOnly}
            onChange={(next) =>
              onText(rangeText({ ...(way === 'between' && to !== undefined && { to }), way, from: next }))
            }
          />
          {way === 'between' && (
            <>
              <span className="text-muted text-xs">to</span>
              <LastVersion
                form={{ way, from, ...(to !== undefined && { to }) }}
                versions={versions}
                disabled={readOnly}
                onText={onText}
              />
            </>
          )}
        </div>
      )}
      {way === 'compatible' && (
        <Select
          label="Compatible with"
          value={String(from)}
          options={[...new Set([...majors, from])].sort((a, b) => b - a).map((each) => majorOption(each, releases))}
          disabled={readOnly}
          onChange={(next) => onText(rangeText({ way, from: Number(next) }))}
        />
      )}
      {way === 'written' && (
        <Input
          aria-label="Bounds of the version"
          className="font-mono"
          placeholder={placeholder}
          value={text}
          disabled={readOnly}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onText(event.target.value)}
        />
      )}
      <Newest range={text} />
    </div>
  );
}

type Releases = readonly { readonly version: number; readonly semver: string }[];

const majorOf = (semver: string) => Number(semver.split('.', 1)[0]);

function majorOption(major: number, releases: Releases): SelectOption<string> {
  const newest = releases.find(({ semver }) => majorOf(semver) === major);
  const hint = newest === undefined ? 'Not published yet' : `Now ${newest.semver}, v${newest.version}`;
  return { value: String(major), label: `${major}.x`, hint };
}

interface VersionProps {
  readonly label: string;
  readonly value: number;
  readonly versions: readonly number[];
  readonly disabled: boolean;
  readonly onChange: (version: number) => void;
}

function Version({ label, value, versions, disabled, onChange }: VersionProps) {
  return (
    <Select
      label={label}
      className="min-w-0 flex-1"
      value={String(value)}
      options={optionsOf(versions, value)}
      disabled={disabled}
      onChange={(next) => onChange(Number(next))}
    />
  );
}

function LastVersion(props: {
  readonly form: RangeForm & { readonly from: number };
  readonly versions: readonly number[];
  readonly disabled: boolean;
  readonly onText: (text: string) => void;
}) {
  const { form, versions, disabled, onText } = props;
  const { from, to } = form;
  const options = optionsOf(
    versions.filter((version) => version >= from),
    to,
  );
  return (
    <Select
      label="Last version"
      className="min-w-0 flex-1"
      value={to === undefined ? OPEN_END : String(to)}
      options={[{ value: OPEN_END, label: 'any newer' }, ...options]}
      disabled={disabled}
      onChange={(next) => onText(rangeText({ way: 'between', from, ...(next !== OPEN_END && { to: Number(next) }) }))}
    />
  );
}

/** The published versions, newest first, and the one that is chosen although it is not there (yet). */
function optionsOf(versions: readonly number[], chosen: number | undefined): SelectOption<string>[] {
  const all = new Set([...versions, ...(chosen === undefined ? [] : [chosen])]);
  return [...all]
    .sort((a, b) => b - a)
    .map((version) => ({
      value: String(version),
      label: `v${version}`,
      ...(!versions.includes(version) && { hint: 'Not published yet' }),
    }));
}

function Newest({ range }: { readonly range: string }) {
  const { params, flows } = useFormContext();
  const flow = flows.find(({ id }) => id === params.flow);
  if (!flow || flow.versions.length === 0) return null;
  const version = newestIn(range === '' ? 'latest' : range, [...flow.versions, ...(flow.releases ?? [])]);
  return (
    <p className="text-muted text-xs" aria-live="polite">
      {version === undefined
        ? `No version of ${flow.name} fits; the newest is ${Math.max(...flow.versions)}.`
        : `Version ${version} of ${flow.name} is the newest that fits now.`}
    </p>
  );
}
