import { X } from 'lucide-react';
import { Button, Segmented } from '../../ui/index.ts';
import { type BoardSpan, DEFAULT_HOURS } from './span.ts';

const WINDOWS = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
  { value: '720', label: '30 d' },
] as const;

const words = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The last hours; or the part of the past that was chosen on a picture, with the way back. */
export function RangeField({ span, onSpan }: { readonly span: BoardSpan; readonly onSpan: (span: BoardSpan) => void }) {
  if (span.from !== undefined)
    return (
      <Button icon={<X size={14} />} onClick={() => onSpan({})} aria-label="Back to the last 24 hours">
        {words.formatRange(Date.parse(span.from), span.to === undefined ? Date.now() : Date.parse(span.to))}
      </Button>
    );
  const value = String(span.hours ?? DEFAULT_HOURS) as (typeof WINDOWS)[number]['value'];
  return (
    <Segmented label="Time" value={value} options={WINDOWS} onChange={(hours) => onSpan({ hours: Number(hours) })} />
  );
}
