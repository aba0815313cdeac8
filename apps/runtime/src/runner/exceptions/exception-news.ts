import { tellExceptions } from '../../store/exception-news.ts';
import type { Sql } from '../../store/index.ts';
import { type Loop, startLoop } from '../loop.ts';

const LOOK_MS = 1_000;
const AT_ONCE = 100;

/**
 * Tells on the topic `run.exception` of each exception that was raised, and of each that was settled. The way of a message does not
 * wait for it, and a process that ends loses nothing: what is told is written in the commit that says so.
 */
export function startExceptionNews({
  sql,
  baseUrl,
  onError,
  everyMs = LOOK_MS,
}: {
  readonly sql: Sql;
  /** Address people reach this Lockstep under. */
  readonly baseUrl: () => string;
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}): Loop {
  const look = async () =>
    (await tellExceptions(sql, { limit: AT_ONCE, base: baseUrl() })) === AT_ONCE ? 0 : undefined;
  return startLoop({ look, everyMs, onError });
}
