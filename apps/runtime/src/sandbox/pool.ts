import type { ChildEnd, ChildEvents, ChildLink, Given } from './child-link.ts';
import { finish, type Job, refused } from './job.ts';

export interface Pool {
  submit(job: Job): void;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly start: (events: ChildEvents) => ChildLink;
  /** Children that work at the same time; one more stands by. */
  readonly size: number;
  readonly log: (line: string) => void;
}

/** Calls a child may hold: enough to keep it busy while an answer travels, few enough to wait behind. */
const DEPTH = 16;
/** Beyond the script's own limit, which the isolate enforces unless it is stuck. */
const GRACE_MS = 250;
/** A call that takes longer than this loses the calls behind it to other children. */
const SLOW_MS = 50;
const TICK_MS = 20;
const UNAVAILABLE_AFTER_MS = 10_000;
const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 5000;
const MAX_FAILED_STARTS = 3;
const MAX_LOG_CHARS = 300;
/** A call whose child ended for no reason of its own is given to another, this often. */
const MAX_DEATHS = 3;

/** How V8 ends a process it cannot give memory to; also a crash, which is the script's doing as much. */
const CRASHES: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS']);

/**
 * Spreads calls over children, and keeps what one script does to its child from everybody else.
 *
 * Scripts are pure, so a call may be computed twice: calls behind one that is slow are given to another child as
 * well, and calls behind one whose child had to be killed are given again. The first answer counts.
 *
 * @throws Error when children end before they are ready three times in a row at the start
 */
export async function openPool({ start, size, log }: PoolOptions): Promise<Pool> {
  const children = new Set<ChildLink>();
  const queue: Job[] = [];
  let failedStarts = 0;
  let isClosed = false;
  let ticker: NodeJS.Timeout | undefined;
  let backOff: NodeJS.Timeout | undefined;
  const started = Promise.withResolvers<void>();

  fill();
  await started.promise.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { submit, close };

  function submit(job: Job): void {
    if (isClosed) {
      finish(job, refused('UNAVAILABLE', 'The sandbox is closed'));
      return;
    }
    queue.push(job);
    ticker ??= setInterval(tick, TICK_MS).unref();
    dispatch();
  }

  function dispatch(): void {
    while (queue.length > 0) {
      const child = freest();
      if (!child) return;
      const job = queue.shift();
      if (job && !job.isDone) child.give(job);
    }
  }

  /** Of the first `size` children that are ready, the one with the least to do. */
  function freest(): ChildLink | undefined {
    let best: ChildLink | undefined;
    let ready = 0;
    for (const child of children) {
      if (!child.isReady) continue;
      if (++ready > size) break;
      const isFree = child.given.length < DEPTH && !isSlow(child);
      if (isFree && child.given.length < (best?.given.length ?? DEPTH)) best = child;
    }
    return best;
  }

  function isSlow(child: ChildLink): boolean {
    return child.given.length > 0 && performance.now() - child.busySince > SLOW_MS;
  }

  function tick(): void {
    const now = performance.now();
    let isBusy = queue.length > 0;
    for (const child of children) {
      const [first, ...behind] = child.given;
      if (!first) continue;
      isBusy = true;
      const ranMs = now - child.busySince;
      if (ranMs > SLOW_MS) takeBack(behind);
      // An answer may lie unread while this process was busy: look once more after reading.
      if (ranMs > first.job.timeoutMs + first.extraMs + GRACE_MS) setImmediate(() => killIfStuck(child, first));
    }
    dispatch();
    if (![...children].some(({ isReady }) => isReady)) giveUpOld(now);
    if (isBusy) return;
    clearInterval(ticker);
    ticker = undefined;
  }

  function takeBack(behind: readonly Given[]): void {
    const free = behind.filter(({ job, isTaken }) => !isTaken && !job.isDone);
    for (const given of free) given.isTaken = true;
    queue.unshift(...free.map(({ job }) => job));
  }

  function killIfStuck(child: ChildLink, first: Given): void {
    if (child.given[0] !== first || !children.has(child)) return;
    log(`sandbox child ${child.pid} killed: a script went on beyond its limit of ${first.job.timeoutMs} ms`);
    finish(first.job, refused('TIMEOUT', 'The script took too long'));
    child.kill();
    remove(child);
  }

  /** The next child starts at the kill, not at the exit. */
  function remove(child: ChildLink): void {
    if (!children.delete(child)) return;
    takeBack(child.given);
    fill();
    dispatch();
  }

  function giveUpOld(now: number): void {
    for (const job of queue.splice(0)) {
      if (now - job.askedAt < UNAVAILABLE_AFTER_MS) queue.push(job);
      else finish(job, refused('UNAVAILABLE', 'No sandbox process could be started'));
    }
  }

  function fill(): void {
    while (!isClosed && backOff === undefined && children.size <= size) {
      const child: ChildLink = start({
        onReady() {
          failedStarts = 0;
          started.resolve();
          dispatch();
        },
        onAnswer(job, result) {
          if (result) finish(job, result);
          dispatch();
        },
        onEnd: (end) => onEnd(child, end),
      });
      children.add(child);
    }
  }

  function onEnd(child: ChildLink, { wasReady, signal, stderr }: ChildEnd): void {
    if (!children.has(child)) return;
    if (!wasReady) waitBeforeNext(stderr);
    const said = stderr.replace(/\s+/g, ' ').slice(0, MAX_LOG_CHARS);
    log(`sandbox child ${child.pid} ended${signal ? ` by ${signal}` : ''}: ${said}`);
    const first = child.given[0]?.job;
    if (first && signal !== undefined && CRASHES.has(signal)) {
      finish(first, refused('MEMORY', 'The script used too much memory'));
    } else if (first && ++first.deaths > MAX_DEATHS) {
      finish(first, refused('UNAVAILABLE', 'The sandbox process ended again and again under this script'));
    }
    remove(child);
  }

  /** A child that never got ready says nothing about any script, but starting more at once would not help. */
  function waitBeforeNext(stderr: string): void {
    failedStarts += 1;
    if (failedStarts >= MAX_FAILED_STARTS) started.reject(new Error(`The sandbox does not start: ${stderr.trim()}`));
    clearTimeout(backOff);
    const delayMs = Math.min(FIRST_BACK_OFF_MS * 2 ** (failedStarts - 1), MAX_BACK_OFF_MS);
    backOff = setTimeout(() => {
      backOff = undefined;
      fill();
    }, delayMs);
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearInterval(ticker);
    clearTimeout(backOff);
    const open = [...queue.splice(0), ...[...children].flatMap(({ given }) => given.map(({ job }) => job))];
    for (const job of open) finish(job, refused('UNAVAILABLE', 'The sandbox is closed'));
    const ending = [...children];
    children.clear();
    for (const child of ending) child.kill();
    await Promise.all(ending.map(({ ended }) => ended));
  }
}
