import { type Conversion, fitOf, type SchemaField, textOfPath } from '@lockstep/schema/mapping';
import clsx from 'clsx';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { Button, Dialog, Field, Notice, SearchInput, Segmented, Select } from '../../ui/index.ts';
import { AbsenceField } from './AbsenceField.tsx';
import { ConstantForm, ExpressionForm, OmitForm } from './FieldForms.tsx';
import { ItemsField } from './ItemsField.tsx';
import { sentenceOf } from './line-words.ts';
import { valueAt } from './sample-values.ts';
import { reachable } from './tree-rows.ts';
import type { MapWork } from './use-map.ts';

type Way = 'source' | 'constant' | 'expression' | 'omit';

export interface FieldDialogProps {
  readonly work: MapWork;
  readonly target: SchemaField;
  readonly onClose: () => void;
}

/** What a target field is made of, chosen without drawing: a source field, a constant, an expression by hand, or nothing on purpose. */
export function FieldDialog({ work, target, onClose }: FieldDialogProps) {
  const path = textOfPath(target.path);
  const line = work.lines.find((each) => textOfPath(each.target) === path);
  const written = line ? work.text.slice(line.value.from, line.value.to) : '';
  const [way, setWay] = useState<Way>(() => wayOf(line?.value.kind));
  const [refusal, setRefusal] = useState<string>();
  const isByHand = line?.value.kind === 'code' || line?.value.kind === 'condition';
  const done = (reason: string | undefined): void => {
    if (reason === undefined) onClose();
    else setRefusal(reason);
  };
  const put = (code: string): void => done(work.draw({ target: target.path, wrap: () => code, replace: true }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={path}
      description={line ? `Now: ${sentenceOf(line)}` : (target.description ?? 'Not mapped yet.')}
      footer={
        line && (
          <Button kind="quiet" className="mr-auto" onClick={() => done(work.erase(target.path))}>
            Take the line away
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label="What it is made of"
          value={way}
          onChange={setWay}
          options={[
            { value: 'source', label: 'A field' },
            { value: 'constant', label: 'Constant' },
            { value: 'expression', label: 'Expression' },
            { value: 'omit', label: 'Left out' },
          ]}
        />
        {target.type === 'list' && <ItemsField work={work} target={target} onDone={done} />}
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        {isByHand && way !== 'expression' && (
          <Notice kind="waiting">
            This field is written by hand. What you choose here takes its place; undo brings it back.
          </Notice>
        )}
        {way === 'source' && <SourceForm work={work} target={target} onDone={done} />}
        {way === 'constant' && (
          <ConstantForm target={target} example={valueAt(work.targetExample, target.path)} onPut={put} />
        )}
        {way === 'expression' && <ExpressionForm written={written} onPut={put} />}
        {way === 'omit' && <OmitForm onPut={put} />}
        {line && way !== 'omit' && way !== 'constant' && (
          <AbsenceField key={written} work={work} target={target} line={line} onPut={put} />
        )}
      </div>
    </Dialog>
  );
}

function wayOf(kind: string | undefined): Way {
  if (kind === 'constant' || kind === 'omit') return kind;
  return kind === 'code' || kind === 'condition' || kind === 'call' ? 'expression' : 'source';
}

const AS_IT_IS: Conversion = { label: 'As it is', code: (read) => read };
const GRADE_ORDER = { fits: 0, converts: 1, cannot: 2 } as const;

/** Find a source field by typing; Enter takes the first that is left. */
function SourceForm({
  work,
  target,
  onDone,
}: {
  readonly work: MapWork;
  readonly target: SchemaField;
  readonly onDone: (reason: string | undefined) => void;
}) {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<SchemaField>();
  const id = useId();
  const options = useMemo(() => {
    const words = search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const isFound = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    const suggested = work.suggestions.find((each) => textOfPath(each.target) === textOfPath(target.path));
    const isSuggested = ({ path }: SchemaField) =>
      suggested !== undefined && textOfPath(path) === textOfPath(suggested.source);
    return reachable(work.source)
      .filter((field) => isFound(textOfPath(field.path)))
      .map((field) => ({ field, fit: fitOf(field, target), suggested: isSuggested(field) }))
      .sort((a, b) => Number(b.suggested) - Number(a.suggested) || GRADE_ORDER[a.fit.grade] - GRADE_ORDER[b.fit.grade])
      .slice(0, 200);
  }, [work.source, work.suggestions, target, search]);
  const active = Math.min(at, options.length - 1);
  const take = (field: SchemaField, conversion: Conversion): void =>
    onDone(work.draw({ target: target.path, source: field.path, wrap: conversion.code, replace: true }));
  const use = (index: number): void => {
    const option = options[index];
    if (!option || option.fit.grade === 'cannot') return;
    if (option.fit.grade === 'fits') take(option.field, AS_IT_IS);
    else setChosen(option.field);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, options.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter') use(active);
    else return;
    event.preventDefault();
  };
  if (chosen) {
    return (
      <ConversionForm
        source={chosen}
        target={target}
        onBack={() => setChosen(undefined)}
        onTake={(way) => take(chosen, way)}
      />
    );
  }
  if (work.source.children.length === 0)
    return <Notice kind="info">Choose a source contract first; then its fields are listed here.</Notice>;
  return (
    <form className="flex flex-col gap-2" onSubmit={(event) => event.preventDefault()}>
      <SearchInput
        label="Source field"
        placeholder="Find a source field"
        value={search}
        autoFocus
        onKeyDown={onKey}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
        onChange={(next) => {
          setSearch(next);
          setAt(0);
        }}
      />
      <div role="listbox" id={id} aria-label="Source fields" className="max-h-72 overflow-y-auto rounded-lg border">
        {options.length === 0 && <p className="px-3 py-4 text-muted text-sm">No source field has this name.</p>}
        {options.map(({ field, fit, suggested }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search above has the keyboard
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search (aria-activedescendant)
          <div
            key={textOfPath(field.path)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-disabled={fit.grade === 'cannot'}
            onClick={() => use(index)}
            className={clsx(
              'flex items-center gap-2 px-3 py-1.5 text-sm',
              index === active ? 'bg-accent-soft' : 'hover:bg-hover',
              fit.grade === 'cannot' && 'text-faint',
            )}
          >
            <span className="truncate">{textOfPath(field.path)}</span>
            <span className="ml-auto shrink-0 text-faint text-xs">
              {suggested
                ? 'suggested'
                : fit.grade === 'cannot'
                  ? fit.reason
                  : fit.grade === 'converts'
                    ? 'converts'
                    : 'fits'}
            </span>
          </div>
        ))}
      </div>
    </form>
  );
}

function ConversionForm({
  source,
  target,
  onBack,
  onTake,
}: {
  readonly source: SchemaField;
  readonly target: SchemaField;
  readonly onBack: () => void;
  readonly onTake: (way: Conversion) => void;
}) {
  const fit = fitOf(source, target);
  const ways = fit.grade === 'converts' ? [...fit.conversions, AS_IT_IS] : [AS_IT_IS];
  const [label, setLabel] = useState(ways[0]?.label ?? '');
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onTake(ways.find((way) => way.label === label) ?? AS_IT_IS);
      }}
    >
      <Field label={`How ${textOfPath(source.path)} becomes ${textOfPath(target.path)}`}>
        {(control) => (
          <Select
            {...control}
            value={label}
            onChange={setLabel}
            options={ways.map((way) => ({ value: way.label, label: way.label || 'As it is', hint: way.code('field') }))}
            className="w-full"
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onBack}>
          Another field
        </Button>
        <Button kind="primary" type="submit" autoFocus>
          Map
        </Button>
      </div>
    </form>
  );
}
