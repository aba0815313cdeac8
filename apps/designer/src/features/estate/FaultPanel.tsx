import type { FaultSwitch, Faults } from '@lockstep/schema/api';
import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, Field, formatDuration, Input, Select, Slider, Tooltip } from '../../ui/index.ts';
import { cleanFaults, ownSwitches, PRESETS, percent } from './faults.ts';
import { OwnSwitches } from './OwnSwitches.tsx';

const STATUSES = ['', '400', '401', '403', '404', '422', '429', '500', '502', '503', '504'] as const;
const WORDS: Readonly<Record<string, string>> = {
  '': 'None',
  400: '400 Bad request',
  401: '401 Not signed in',
  403: '403 Forbidden',
  404: '404 Not found',
  422: '422 Not processable',
  429: '429 Too many requests',
  500: '500 Broken',
  502: '502 Bad gateway',
  503: '503 Unavailable',
  504: '504 Gateway time-out',
};

export interface FaultPanelProps {
  readonly label: string;
  readonly active: Faults;
  readonly switches: readonly FaultSwitch[];
  /** Systems that send webhooks can send them twice or out of order. */
  readonly sendsWebhooks: boolean;
  readonly busy: boolean;
  readonly onApply: (faults: Faults) => void;
}

/** The switches that make a system misbehave: a few outages at a click, every detail behind it. */
export function FaultPanel({ label, active, switches, sendsWebhooks, busy, onApply }: FaultPanelProps) {
  const [draft, setDraft] = useState<Faults | undefined>();
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const shown = draft ?? active;
  return (
    <div className="border-t px-4 py-3">
      <div className="flex items-center justify-between">
        <h3 className="font-medium text-muted text-xs">Break it</h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={detailsId}
          onClick={() => setOpen(!open)}
          className="flex items-center gap-1 rounded text-muted text-xs hover:text-text"
        >
          All switches
          <ChevronRight size={13} aria-hidden="true" className={clsx('transition-transform', open && 'rotate-90')} />
        </button>
      </div>
      <fieldset className="mt-2 flex flex-wrap items-center gap-1">
        <legend className="sr-only">Break {label}</legend>
        {PRESETS.map((preset) => (
          <Tooltip key={preset.label} label={preset.hint}>
            <Button
              size="sm"
              className="px-1.5!"
              disabled={busy}
              onClick={() => {
                setDraft(undefined);
                onApply(preset.faults);
              }}
            >
              {preset.label}
            </Button>
          </Tooltip>
        ))}
      </fieldset>
      <div id={detailsId} hidden={!open}>
        <FaultFields faults={shown} sendsWebhooks={sendsWebhooks} onChange={setDraft} />
        <OwnSwitches switches={ownSwitches(switches, sendsWebhooks)} faults={shown} onChange={setDraft} />
        <div className="mt-3 flex gap-2">
          <Button
            size="sm"
            kind="primary"
            disabled={draft === undefined || busy}
            onClick={() => {
              onApply(cleanFaults(shown));
              setDraft(undefined);
            }}
          >
            Apply
          </Button>
          {draft !== undefined && (
            <Button size="sm" kind="quiet" onClick={() => setDraft(undefined)}>
              Undo
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

interface FaultFieldsProps {
  readonly faults: Faults;
  readonly sendsWebhooks: boolean;
  readonly onChange: (faults: Faults) => void;
}

function FaultFields({ faults, sendsWebhooks, onChange }: FaultFieldsProps) {
  const { latencyMs = 0, status, rate = 1, retryAfter, commitThenDrop = 0, duplicate = 0, reorder = 0 } = faults;
  const share = (name: string, text: string, value: number) => (
    <Slider
      label={text}
      value={value}
      max={1}
      step={0.01}
      format={percent}
      onChange={(next) => onChange({ ...faults, [name]: next })}
    />
  );
  return (
    <div className="mt-3 flex flex-col gap-3">
      <Slider
        label="Latency added"
        value={latencyMs}
        max={Math.max(10_000, latencyMs)}
        step={100}
        format={(ms) => (ms === 0 ? 'none' : formatDuration(ms))}
        onChange={(next) => onChange({ ...faults, latencyMs: next })}
      />
      <div className="grid grid-cols-2 gap-3">
        <Field label="Refuse with">
          {(control) => (
            <Select
              {...control}
              value={status === undefined ? '' : String(status)}
              options={statusOptions(status)}
              onChange={(next) => {
                const { status: _status, ...others } = faults;
                onChange(next === '' ? others : { ...faults, status: Number(next), rate });
              }}
            />
          )}
        </Field>
        <Field label="Retry-After, seconds">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={3600}
              placeholder={typeof retryAfter === 'string' ? retryAfter : 'none'}
              disabled={status === undefined}
              value={typeof retryAfter === 'number' ? retryAfter : ''}
              onChange={(event) => {
                const { retryAfter: _retryAfter, ...others } = faults;
                const seconds = event.target.valueAsNumber;
                onChange(
                  Number.isFinite(seconds) ? { ...faults, retryAfter: Math.min(3600, Math.max(0, seconds)) } : others,
                );
              }}
            />
          )}
        </Field>
      </div>
      {status !== undefined && share('rate', 'Share of calls refused', rate)}
      {share('commitThenDrop', 'Writes done, answer lost', commitThenDrop)}
      {sendsWebhooks && share('duplicate', 'Webhooks sent twice', duplicate)}
      {sendsWebhooks && share('reorder', 'Webhooks out of order', reorder)}
    </div>
  );
}

/** The usual statuses, and the one that is set when it is another. */
function statusOptions(status: number | undefined): { value: string; label: string }[] {
  const set = status === undefined ? '' : String(status);
  const values: readonly string[] = STATUSES;
  return (values.includes(set) ? values : [...values, set]).map((value) => ({ value, label: WORDS[value] ?? value }));
}
