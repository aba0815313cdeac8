import { type Json, type SourceTime, sourceTime } from '@lockstep/schema/run';
import type { Sandbox } from '../../sandbox/index.ts';
import type { RunningReader } from '../../store/index.ts';
import type { StoredEvent } from '../../store/topics/events.ts';
import { type DoorExpression, evaluate, keyText, standaloneExpression } from '../door-expression.ts';
import { matchesKey } from './key-pattern.ts';
import type { Listening } from './listening.ts';
import { eventMessage, eventTrigger, sourceOfEvents } from './messages.ts';

/** Nothing is computed now; the event stays where it is. */
export class NotComputedError extends Error {
  override readonly name = 'NotComputedError';
}

const LONGEST_KEY = 200;

export interface EventReading {
  /** Whether the event counts, by the trigger's filters and those of a replay. */
  isWanted(event: StoredEvent): Promise<boolean>;
  /** What people call a message by; the key of the event unless the trigger says otherwise. */
  businessKey(event: StoredEvent): Promise<string>;
  /** When it happened: as the trigger says, else as the event does. */
  sourceTime(event: StoredEvent): Promise<SourceTime | undefined>;
  /** What the event is gathered by. */
  bucket(event: StoredEvent): Promise<string>;
}

/** Computes what a trigger asks about events, in the sandbox or beside it. */
export function readingOf(
  sandbox: Sandbox,
  reader: Pick<RunningReader, 'id' | 'kind' | 'flowId' | 'topic' | 'keys' | 'filter' | 'by'>,
  listening: Listening,
  at: { readonly now: number; readonly onMistake: (reason: string) => void },
): EventReading {
  const patterns = [listening.keys, reader.keys ?? undefined].filter((pattern) => pattern !== undefined);
  const ownFilter = reader.filter === null ? undefined : standaloneExpression(reader.flowId, reader.filter);
  const filters = [listening.when, ownFilter].filter((filter) => filter !== undefined);

  async function compute(expression: DoorExpression, event: StoredEvent): Promise<Json | undefined> {
    const input = eventMessage(reader.topic, event) as unknown as Json;
    const trigger = eventTrigger(reader, event, at);
    const result = await evaluate(sandbox, expression, { input, trigger, now: Date.parse(event.receivedAt) });
    if (result.ok) return result.value;
    if (result.isOurs) throw new NotComputedError(result.reason);
    at.onMistake(result.reason);
    return undefined;
  }

  return {
    async isWanted(event) {
      if (!patterns.every((pattern) => matchesKey(pattern, event.key))) return false;
      // Where it cannot be computed the event counts: a mistake must lose nothing.
      const holds = await Promise.all(filters.map(async (filter) => (await compute(filter, event)) ?? true));
      return holds.every(Boolean);
    },
    async businessKey(event) {
      const value = listening.businessKey && (await compute(listening.businessKey, event));
      return ((value === undefined ? undefined : keyText(value)) ?? event.key).slice(0, LONGEST_KEY);
    },
    async sourceTime(event) {
      const { sourceTime: source } = listening;
      if (!source) return sourceOfEvents([event], at.now);
      const { from } = source;
      const value = await compute(source.expression, event);
      return value === undefined ? { from, note: 'It cannot be computed.' } : sourceTime(value, from, at.now);
    },
    async bucket(event) {
      const by = listening.gather?.by;
      const value = by && (await compute(by, event));
      return (value === undefined ? undefined : keyText(value)) ?? '';
    },
  };
}
