/** A change of one source file: `find` occurs there exactly once. Paths from the root of the repository. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A mistake that somebody could make, and that the checker must see. */
export interface PlantedBug {
  /** What the product does wrong with it. */
  readonly meaning: string;
  readonly edits: readonly Edit[];
}

const runtime = (file: string, find: string, replace: string): Edit => ({
  file: `apps/runtime/src/${file}`,
  find,
  replace,
});
const node = (file: string, find: string, replace: string): Edit => ({
  file: `packages/nodes/src/${file}`,
  find,
  replace,
});

/**
 * The planted bugs. The product knows nothing of them: `plant.ts` changes a source file while a runtime process of the
 * judge loads it. When an edit does not fit any more, `planted.test.ts` says so: plant the same mistake in the new code.
 */
export const PLANTED_BUGS = {
  'answer-before-commit': {
    meaning: 'A message is answered with 2xx before it is durable.',
    edits: [
      runtime(
        'runner/host/intake.ts',
        'return lane && lanes ? lanes.accept({ ...message, lane }) : journal.accept(message);',
        `void journal.accept({ ...message, queued: true }).catch(() => undefined);
      return Promise.resolve({ runId: message.runId, duplicate: false, owned: false });`,
      ),
    ],
  },
  'key-per-attempt': {
    meaning: 'Every attempt of an effect carries an idempotency key of its own.',
    edits: [
      runtime(
        'runner/steps/step-context.ts',
        'key: effectKey(run, { node, item }),',
        'key: effectKey(run, { node, item }) + "#" + job.attempt,',
      ),
    ],
  },
  'timer-in-memory': {
    meaning: 'When a run is due again is known to the process that gave it back, and to nobody else.',
    edits: [
      runtime('store/journal/append.ts', 'wake_in_ms: item.wakeInMs,', ''),
      runtime(
        'store/journal/append.ts',
        '  const byRun = new Map(',
        `  for (const { runId, wakeInMs } of current) {
    const wake = () => sql\`update runs set wake_at = now() where id = \${runId} and ended_at is null and epoch is null\`;
    if (wakeInMs !== undefined) setTimeout(() => void wake().catch(() => undefined), wakeInMs);
  }
  const byRun = new Map(`,
      ),
    ],
  },
  'event-id-not-unique': {
    meaning: 'An event that is told twice counts twice.',
    edits: [
      runtime(
        'store/sql/publish.sql',
        'where told.topic = item.topic and told.event_id',
        'where false and told.topic = item.topic and told.event_id',
      ),
    ],
  },
  'no-fencing': {
    meaning: 'A worker writes to its runs whatever became of its lease and of them.',
    edits: [
      runtime(
        'store/sql/append.sql',
        `runs.epoch is not distinct from $2::bigint and runs.last_seq = item.seq
    and exists (select from live)`,
        'runs.ended_at is null',
      ),
    ],
  },
  'trust-any-answer': {
    meaning: 'An answer is a success, whatever it says.',
    edits: [node('core/http-request/run.ts', 'if (!isExpected(', 'if (false && !isExpected(')],
  },
  'double-takeover': {
    meaning: 'A run is taken over from a worker that lives.',
    edits: [
      runtime(
        'store/sql/claim.sql',
        'lease_until <= now()',
        "lease_until <= now() + interval '1 hour' and epoch <> $1::bigint",
      ),
    ],
  },
  'once-repeated': {
    meaning: 'An effect that must never be repeated on an unknown outcome is repeated like any other.',
    edits: [runtime('engine/failing.ts', "return effect === 'write' && strategy === 'once';", 'return false;')],
  },
  'early-event-lost': {
    meaning: 'An event that came before its wait does not end it.',
    edits: [
      runtime(
        'store/mailbox/mailbox.ts',
        'async function match(on: Topical): Promise<number> {',
        'async function match(on: Topical): Promise<number> { return 0;',
      ),
    ],
  },
  'dedupe-in-memory': {
    meaning:
      'A message that is delivered twice is recognised by the process that is just accepting it, and never later.',
    edits: [
      runtime(
        'store/journal/accept.ts',
        'dedupe_key: item.dedupeKey === undefined ? undefined : storableKey(item.dedupeKey),',
        '',
      ),
    ],
  },
  'undo-in-order-of-doing': {
    meaning: 'Effects are taken back in the order in which they were done.',
    edits: [
      runtime(
        'engine/undoing.ts',
        'run.done.findLast((ref) => !isUndone(plan, run, ref))',
        'run.done.find((ref) => !isUndone(plan, run, ref))',
      ),
    ],
  },
  'effect-before-checkpoint': {
    meaning: 'An effect begins before the result of the one before it is durable.',
    edits: [runtime('runner/host/held-work.ts', 'recovering || barrier > saved', 'recovering')],
  },
  'tick-not-unique': {
    meaning: 'Every process begins a run for the same tick of a schedule.',
    edits: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: text of the source
      runtime('scheduler/pass.ts', 'dedupeKey: `schedule:${scheduledAt}`,', 'dedupeKey: undefined,'),
    ],
  },
  'look-up-skipped': {
    meaning: 'A sales order is created without looking for it, also when the answer to the first try was lost.',
    edits: [
      node(
        'connectors/sap/create-sales-order/run.ts',
        'return outcomeUnknown || attempt > 1',
        'return false && outcomeUnknown || false && attempt > 1',
      ),
    ],
  },
  'orphaned-accept': {
    meaning: 'A message whose accept was committed while its answer was lost is ours, and nobody begins it.',
    edits: [
      runtime('store/sql/adopt.sql', 'where ended_at is null and epoch', 'where false and ended_at is null and epoch'),
    ],
  },
  'pause-unnoticed': {
    meaning: 'A process that was stopped for longer than its lease goes on with what it was about to send.',
    edits: [
      runtime(
        'runner/host/lease.ts',
        'const isSafe = (life: Ownership) => !isOver(life) && sinceBeat() < safeMs;',
        'const isSafe = (_life: Ownership) => true;',
      ),
      runtime('runner/host/active-run.ts', 'return !gone && around.lease.isSafe(from.owner);', 'return true;'),
    ],
  },
  'lane-ignored': {
    meaning: 'Messages of one key are worked on at the same time.',
    edits: [runtime('runner/host/intake.ts', 'const { lane } = message;', 'const lane = undefined;')],
  },
  'ledger-uncounted': {
    meaning: 'Messages are accepted without being counted.',
    edits: [
      runtime('store/sql/accept.sql', 'from fresh group by 1, 2, 3, 4', 'from fresh where false group by 1, 2, 3, 4'),
    ],
  },
} as const satisfies Readonly<Record<string, PlantedBug>>;

export type BugName = keyof typeof PLANTED_BUGS;
