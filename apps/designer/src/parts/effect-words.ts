import type { PlannedEffect } from '@lockstep/schema/api';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** When an effect was done, as short as it can be told at `now`: `10:32` today, else with its day. */
export function doneWhen(at: string, now: number): string {
  const instant = new Date(at);
  const isToday = instant.toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(instant) : `${day.format(instant)}, ${clock.format(instant)}`;
}

export interface EffectContext {
  /** The message was changed: what is kept was made from another one. */
  readonly edited?: boolean | undefined;
  /** The same run is tried again, and no new one begun. */
  readonly retried?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What becomes of an effect, in words that follow its name and a colon. */
export function effectWords(effect: PlannedEffect, { edited, retried, now }: EffectContext): string {
  const { does, before, done, strategy } = effect;
  switch (does) {
    case 'kept': {
      const since = done?.at === undefined ? 'kept' : `kept from ${doneWhen(done.at, now)}`;
      const why = before ? 'it lies before the start' : 'not sent again';
      return `${since}, ${why}${edited && !before ? '. It was made from the old message' : ''}`;
    }
    case 'repeated':
      return 'sent again under a new key: the other system takes it as another one';
    case 'anew':
      return 'sent when the run comes to it, it never happened';
    case 'looked-up':
      return `nobody knows whether it happened: ${HOW[strategy ?? 'key']}`;
    case 'undecided': {
      const then = retried ? 'a retry sends it' : 'the run stops there for a person';
      return `nobody knows whether it happened, and it cannot be looked up: ${then}`;
    }
    case 'items':
      return 'item by item: kept where it was done, sent where it was not';
    default:
      return does satisfies never;
  }
}

/** How a strategy copes with an effect that may have happened. */
const HOW: Readonly<Record<NonNullable<PlannedEffect['strategy']>, string>> = {
  key: 'sent again under the same key, by which the other system knows it',
  upsert: 'written again, which changes nothing a second time',
  'look-up': 'looked up first, and sent only if it is not there',
  once: 'left to a person',
  safe: 'done again, which is safe',
};

/** True where a person may ask for it to be done again. */
export function mayRepeat({ does, before }: PlannedEffect): boolean {
  return !before && does !== 'anew';
}
