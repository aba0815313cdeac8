import { findContract } from '@lockstep/schema/contracts';
import { type Generated, generateSamples } from '@lockstep/schema/samples';
import { Dices } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, Checkbox, Field, Input, JsonTree, Notice } from '../../../ui/index.ts';
import { type NewSample, tooLarge } from '../sample-edits.ts';
import type { MapWork } from '../use-map.ts';

const MAX_SEED = 4_294_967_295;

/** Messages made from the source contract: the boundary cases, one for each code, and varied ones. */
export function GenerateForm({
  work,
  onAdd,
}: {
  readonly work: MapWork;
  readonly onAdd: (samples: readonly NewSample[]) => void;
}) {
  const contract = work.sourceRef === '' ? undefined : findContract(work.sourceRef, work.contracts);
  const [seed, setSeed] = useState(1);
  const made = useMemo(
    () => (contract ? generateSamples(contract.schema, { seed, example: contract.example, varied: 3 }) : []),
    [contract, seed],
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<string>();
  if (!contract) {
    return (
      <Notice kind="info">
        This map names no source contract yet. Choose what comes in, then samples can be made of it.
      </Notice>
    );
  }
  const chosen = made.filter(({ name }) => !left.has(name));
  const preview = made.find(({ name }) => name === shown) ?? made[0];
  const size = chosen.map(({ value }) => tooLarge(value)).find((each) => each !== undefined);
  const choose = (names: readonly string[], wanted: boolean): void =>
    setLeft((before) => new Set([...before].filter((name) => !names.includes(name)).concat(wanted ? [] : names)));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0 && size === undefined)
          onAdd(chosen.map(({ name, value }) => ({ name, input: value, origin: 'contract' })));
      }}
    >
      <div className="flex items-end gap-2">
        <Field label="Seed" hint="The same seed gives the same messages.">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={MAX_SEED}
              value={seed}
              onChange={(event) =>
                setSeed(Math.max(0, Math.min(MAX_SEED, Math.trunc(Number(event.target.value)) || 0)))
              }
              className="w-36"
            />
          )}
        </Field>
        <Button icon={<Dices size={14} />} onClick={() => setSeed((seed % 9999) + 1)} className="mb-6">
          Another
        </Button>
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <fieldset className="max-h-80 overflow-y-auto rounded-lg border">
          <legend className="sr-only">Messages</legend>
          <Case
            name="All"
            why={`${chosen.length} of ${made.length}`}
            checked={chosen.length === made.length}
            mixed={chosen.length > 0 && chosen.length < made.length}
            onChange={(wanted) =>
              choose(
                made.map(({ name }) => name),
                wanted,
              )
            }
          />
          {made.map((each) => (
            <Case
              key={each.name}
              {...each}
              checked={!left.has(each.name)}
              isShown={each === preview}
              onChange={(wanted) => choose([each.name], wanted)}
              onShow={() => setShown(each.name)}
            />
          ))}
        </fieldset>
        <div className="min-w-0">
          {preview && <JsonTree root="src" value={preview.value} label={`Message ${preview.name}`} fitPx={320} />}
        </div>
      </div>
      {size !== undefined && <Notice kind="failed">{size}</Notice>}
      <Button kind="primary" type="submit" className="self-end" disabled={chosen.length === 0 || size !== undefined}>
        Add {chosen.length} {chosen.length === 1 ? 'sample' : 'samples'}
      </Button>
    </form>
  );
}

interface CaseProps extends Pick<Generated, 'name' | 'why'> {
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly isShown?: boolean;
  readonly onChange: (wanted: boolean) => void;
  readonly onShow?: () => void;
}

function Case({ name, why, checked, mixed = false, isShown = false, onChange, onShow }: CaseProps) {
  return (
    <div
      className={`flex items-center gap-2.5 border-b px-3 py-1.5 last:border-b-0 ${isShown ? 'bg-accent-soft' : ''}`}
    >
      <Checkbox label={name} checked={checked} mixed={mixed} onChange={onChange} />
      {onShow ? (
        <button type="button" className="min-w-0 flex-1 text-left text-sm" onClick={onShow} aria-pressed={isShown}>
          {name} <span className="block truncate text-muted text-xs">{why}</span>
        </button>
      ) : (
        <span className="min-w-0 flex-1 text-sm">
          {name} <span className="text-muted text-xs">{why}</span>
        </span>
      )}
    </div>
  );
}
