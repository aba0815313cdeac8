import type { Payload, RunEvent } from '@lockstep/schema/run';
import { INLINE_LIMIT_BYTES, type StoredPayload } from '../../store/index.ts';

/** An event as the journal takes it: JSON text, large values apart. */
export interface EncodedEvent {
  readonly text: string;
  readonly payloads: readonly StoredPayload[];
}

/** Draws the id of a claim-checked value. */
type NewId = () => string;

/** Hears of each value that became a claim-checked payload. */
type OnClaimed = (payload: Payload, stored: { readonly ref: string; readonly bytes: number }) => void;

/** Makes an event into JSON text once; a value above the limit becomes a claim-checked payload. */
export function encodeEvent(event: RunEvent, newId: NewId, onClaimed?: OnClaimed): EncodedEvent {
  const encodePayload = (payload: Payload) => encoded(payload, newId, onClaimed);
  switch (event.type) {
    case 'run.started': {
      const { output, seed, kept, ...rest } = event;
      const received = encodePayload(output);
      const lists = Object.entries({ seed, kept }).flatMap(([name, steps]) => {
        if (!steps) return [];
        const each = steps.map((step) => {
          const { text, payloads } = encodePayload(step.output);
          return joined({ ...step, output: undefined }, { output: text }, payloads);
        });
        const text = `[${each.map((one) => one.text).join(',')}]`;
        return [{ name, text, payloads: each.flatMap((one) => one.payloads) }];
      });
      const texts = Object.fromEntries(lists.map(({ name, text }) => [name, text]));
      const payloads = [...received.payloads, ...lists.flatMap((list) => list.payloads)];
      return joined(rest, { output: received.text, ...texts }, payloads);
    }
    case 'step.succeeded':
    case 'step.released': {
      const { output, ...rest } = event;
      const { text, payloads } = encodePayload(output);
      return joined(rest, { output: text }, payloads);
    }
    case 'step.parked': {
      const { park, ...rest } = event;
      const { deadline, ...others } = park;
      if (!deadline) return { text: JSON.stringify(event), payloads: [] };
      const { output, ...when } = deadline;
      const { text, payloads } = encodePayload(output);
      const deadlineText = joined(when, { output: text }).text;
      return joined(rest, { park: joined(others, { deadline: deadlineText }).text }, payloads);
    }
    case 'scope.fed': {
      const { page, ...rest } = event;
      if (!page) return { text: JSON.stringify(event), payloads: [] };
      const { text, payloads } = encodePayload(page);
      return joined(rest, { page: text }, payloads);
    }
    case 'step.failed':
    case 'scope.judged':
    case 'timer.fired':
    case 'run.expired':
    case 'sla.breached':
    case 'run.resumed':
    case 'run.retried':
    case 'run.migrated':
    case 'run.cancelled':
    case 'run.filtered':
      return { text: JSON.stringify(event), payloads: [] };
    default:
      return event satisfies never;
  }
}

/** An object as JSON with fields that are JSON text already. */
function joined(
  fields: object,
  texts: Readonly<Record<string, string>>,
  payloads: readonly StoredPayload[] = [],
): EncodedEvent {
  const own = JSON.stringify(fields).slice(1, -1);
  const more = Object.entries(texts).map(([name, text]) => `"${name}":${text}`);
  return { text: `{${[...(own === '' ? [] : [own]), ...more].join(',')}}`, payloads };
}

function encoded(payload: Payload, newId: NewId, onClaimed?: OnClaimed): EncodedEvent {
  if ('ref' in payload) return { text: JSON.stringify(payload), payloads: [] };
  const body = JSON.stringify(payload.value) ?? 'null';
  // A character takes at most three bytes: short texts need not be measured.
  const bytes = body.length * 3 <= INLINE_LIMIT_BYTES ? body.length : Buffer.byteLength(body);
  if (bytes <= INLINE_LIMIT_BYTES) return { text: `{"value":${body}}`, payloads: [] };
  const stored = { id: newId(), bytes, body };
  const reference = { ref: stored.id, bytes };
  onClaimed?.(payload, reference);
  return { text: JSON.stringify(reference), payloads: [stored] };
}
