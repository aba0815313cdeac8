import { parseArgs } from 'node:util';

/** What a stock test does. It sends traffic to loopback only. */
export interface StockOptions {
  /** Messages sent, repetitions among them. */
  readonly events: number;
  readonly skus: number;
  readonly seed: number;
  readonly processes: number;
  /** Share of the messages that repeat an earlier one, 0 to 1. */
  readonly duplicates: number;
  /** Messages under way at a time. */
  readonly senders: number;
  /** A channel answers after up to this many milliseconds, so that two writes at once would overtake one another. */
  readonly channelMs: number;
  /** Within this many milliseconds 95 of 100 changes that were written must be at the channel, from their first message on. */
  readonly limitMs: number;
  /** File for the figures as JSON. */
  readonly json?: string;
}

/** @throws Error for an option that is not known, or makes no sense */
export function readOptions(args: readonly string[]): StockOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '50000' },
      skus: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '2' },
      duplicates: { type: 'string', default: '0.2' },
      senders: { type: 'string', default: '64' },
      'channel-ms': { type: 'string', default: '4' },
      'limit-ms': { type: 'string', default: '5000' },
      json: { type: 'string' },
    },
  });
  const whole = (name: Exclude<keyof typeof values, 'duplicates' | 'json'>, least: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is a whole number from ${least} on.`);
    return value;
  };
  const duplicates = Number(values.duplicates);
  if (!(duplicates >= 0 && duplicates < 1)) throw new Error('--duplicates is a share from 0 to below 1.');
  const options = {
    events: whole('events', 1),
    skus: whole('skus', 1),
    seed: whole('seed', 0),
    processes: whole('processes', 1),
    duplicates,
    senders: whole('senders', 1),
    channelMs: whole('channel-ms', 0),
    limitMs: whole('limit-ms', 1),
  };
  if (options.events * (1 - duplicates) < options.skus) throw new Error('There are fewer events than SKUs.');
  return { ...options, ...(values.json !== undefined && { json: values.json }) };
}
