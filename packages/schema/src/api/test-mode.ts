import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** What an installation is still busy with, and for how long it then rests. */
export const TestIdle = z.object({
  idle: z.boolean(),
  /** Empty when idle. What waits for a person, an event or a later moment is not among it. */
  waitsFor: z.array(
    z.object({
      what: z.enum(['runs', 'mail', 'events', 'bulk-retries']),
      count: z.int().min(1),
      /** One of them: a run, or the topic of a flow that has events to read. */
      example: z.string(),
    }),
  ),
  /** When the next run goes on by itself; absent when none does. */
  nextDueAt: z.iso.datetime().optional(),
});
export type TestIdle = z.infer<typeof TestIdle>;

export const getTestIdle = endpoint({
  id: 'getTestIdle',
  method: 'get',
  path: '/test/idle',
  tag: 'Test mode',
  summary: 'Wait until nothing runs, is due or is still to be delivered, at most so long; says what there still is',
  query: z.object({ timeoutMs: z.coerce.number().int().min(0).max(60_000).default(0) }),
  ok: TestIdle,
  problems: ['not-found'],
});

export const resetTest = endpoint({
  id: 'resetTest',
  method: 'post',
  path: '/test/reset',
  tag: 'Test mode',
  summary:
    'Forget all runs and what they left behind; flows, connections, tables and contracts stay. Refused while runs are under way',
  body: z.strictObject({}).default({}),
  ok: z.object({ runs: z.int().describe('How many were forgotten.') }),
  problems: ['not-found', 'run-not-ended'],
});

/** What the clock of a server in test mode shows. */
export const TestClock = z.object({
  now: z.iso.datetime(),
  aheadMs: z.int().describe('Milliseconds it is ahead of the clock of the machine.'),
});
export type TestClock = z.infer<typeof TestClock>;

const YEAR_MS = 366 * 86_400_000;

export const getTestClock = endpoint({
  id: 'getTestClock',
  method: 'get',
  path: '/test/clock',
  tag: 'Test mode',
  summary: 'What time it is for runs, schedules and the simulated systems',
  ok: TestClock,
  problems: ['not-found'],
});

export const passTestTime = endpoint({
  id: 'passTestTime',
  method: 'post',
  path: '/test/clock',
  tag: 'Test mode',
  summary:
    'Let time pass: waits, deadlines, retries, schedules and milestones come due, each in its turn, in the runtime and the simulated systems alike. Refused while something does not end',
  body: z.strictObject({ advanceMs: z.int().min(0).max(YEAR_MS) }),
  ok: TestClock,
  problems: ['not-found', 'run-not-ended'],
});

export const seedTestIds = endpoint({
  id: 'seedTestIds',
  method: 'post',
  path: '/test/ids',
  tag: 'Test mode',
  summary:
    'Count the ids of runs from a seed, and make those of their exceptions and approvals from them, so that the same test finds the same ids; without a seed they are drawn by chance again. Refused while there are runs',
  body: z.strictObject({ seed: z.string().min(1).max(100).optional() }),
  ok: z.object({ firstRunId: z.string().optional().describe('Of the first run, where there is a seed.') }),
  problems: ['not-found', 'runs-there'],
});
