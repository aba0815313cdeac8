import { parseArgs } from 'node:util';

/** What a crash run does. All counts are bounded; it sends traffic to loopback only. */
export interface ChaosOptions {
  readonly orders: number;
  readonly kills: number;
  readonly seed: number;
  readonly processes: number;
  /** Share of sales orders the ERP commits without answering, 0 to 1. */
  readonly commitThenDrop: number;
  /** File for the figures as JSON. */
  readonly json?: string;
}

/** Reads the command line. @throws TypeError on an unknown option, RangeError on a number that makes no sense */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      orders: { type: 'string', default: '2000' },
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '2' },
      'commit-then-drop': { type: 'string', default: '0.02' },
      json: { type: 'string' },
    },
  });
  return {
    orders: count('orders', values.orders, 1),
    kills: count('kills', values.kills, 0),
    seed: count('seed', values.seed, 0),
    processes: count('processes', values.processes, 1),
    commitThenDrop: Number(values['commit-then-drop']),
    ...(values.json !== undefined && { json: values.json }),
  };
}

function count(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`--${name} takes a whole number of at least ${least}, not "${text}".`);
  return value;
}

/** Numbers in [0, 1) that a seed reproduces (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
