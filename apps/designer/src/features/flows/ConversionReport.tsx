import { countOutcomes, type NodeReport, type Outcome } from '@lockstep/nodes/convert';
import { useState } from 'react';
import { Badge, Segmented, type StatusTone } from '../../ui/index.ts';

const WORDS: Readonly<Record<Outcome, { readonly label: string; readonly tone: StatusTone }>> = {
  converted: { label: 'Same', tone: 'ok' },
  approximated: { label: 'Nearly', tone: 'running' },
  'needs-work': { label: 'To do', tone: 'waiting' },
  'left-out': { label: 'Left out', tone: 'idle' },
};
const ORDER: readonly Outcome[] = ['needs-work', 'approximated', 'converted', 'left-out'];

/** What became of each node of another product: what a person has to do comes first. */
export function ConversionReport({ report }: { readonly report: readonly NodeReport[] }) {
  const counts = countOutcomes(report);
  const [shown, setShown] = useState<Outcome | 'all'>('all');
  const rows = ORDER.flatMap((outcome) => report.filter((each) => each.outcome === outcome)).filter(
    ({ outcome }) => shown === 'all' || outcome === shown,
  );
  return (
    <section aria-label="What became of each node" className="flex min-h-0 flex-col gap-3">
      <Segmented
        label="Show"
        value={shown}
        options={[
          { value: 'all', label: 'All', count: report.length },
          ...ORDER.filter((outcome) => counts[outcome] > 0).map((outcome) => ({
            value: outcome,
            label: WORDS[outcome].label,
            count: counts[outcome],
          })),
        ]}
        onChange={setShown}
      />
      <ul className="flex max-h-80 flex-col divide-y overflow-y-auto rounded-lg border text-sm">
        {rows.map(({ name, type, outcome, notes }, nr) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two nodes may have one name, and the list never changes
          <li key={nr} className="flex flex-col gap-1 px-3 py-2">
            <p className="flex items-center justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{name}</span>
              <span className="flex shrink-0 items-center gap-2">
                <span className="text-muted text-xs">{type.slice(type.lastIndexOf('.') + 1)}</span>
                <Badge tone={WORDS[outcome].tone}>{WORDS[outcome].label}</Badge>
              </span>
            </p>
            {notes.map((note) => (
              <p key={note} className="break-words text-muted text-xs">
                {note}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
