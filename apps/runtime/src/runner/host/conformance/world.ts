import type { FlowSettings, NodePolicy } from '@lockstep/schema/graph';
import type { Parking, ParkOn } from '@lockstep/schema/node';
import type { Json, RunEvent, RunStatus } from '@lockstep/schema/run';
import type { Mailbox, NewEvent, TopicStore } from '../../../store/index.ts';
import type { StepJob, StepResult } from '../../steps/index.ts';
import { type Script, scriptedExecutor, testFlow } from '../testing.ts';
import type { Host, HostSettings, StartRun } from '../types.ts';

/** What the suite needs of an installation: several hosts over one storage, and a look at what is stored. */
export interface HostWorld {
  /** Starts one more process. */
  start(settings: Omit<HostSettings, 'workerId'>): Promise<WorldProcess>;
  historyOf(runId: string): Promise<readonly RunEvent[]>;
  /** Where a run stands, and whether a process owns it. */
  rowOf(runId: string): Promise<{ readonly status: RunStatus; readonly isOwned: boolean } | undefined>;
  exceptions(): Promise<readonly StoredException[]>;
  approvals(): Promise<readonly { readonly id: string; readonly status: string }[]>;
  /** Waits of steps for events, those that have taken one left out. */
  openWaits(): Promise<number>;
  readonly publish: TopicStore['publish'];
  readonly decide: Mailbox['decide'];
  pauseFlow(flowId: string): Promise<void>;
  resumeFlow(flowId: string): Promise<void>;
  publishVersion(flowId: string, version: number, snapshotId: string): Promise<void>;
  now(): number;
  /** Lets time pass until `holds`; throws what it threw last, or a sentence, when it never does. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets time pass until `work` ends. */
  when<T>(work: Promise<T>): Promise<T>;
  /** Moves time on by `ms` while nobody holds the run: as if everybody had slept so long. */
  skip(ms: number, runId: string): Promise<void>;
  close(): Promise<void>;
}

export interface WorldProcess {
  readonly host: Host;
  /** As kill -9. */
  kill(): Promise<void>;
  /** Its lease ends without its knowing, as in a long pause. */
  lapse(): Promise<void>;
}

export interface StoredException {
  readonly id: string;
  readonly runId: string;
  readonly node: string;
  readonly nodes: readonly string[] | null;
  readonly kind: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly status: string;
}

/** Leases short enough for a suite that waits for them to lapse. */
export const TIMING = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };

/** A trigger, a pure step, three effects. */
export const THREE: readonly string[] = ['hook > map:pure > a:effect > b:effect > c:effect'];
export const FAST: NodePolicy = { retry: { maxAttempts: 3, baseMs: 20, capMs: 60_000, jitter: 0 } };

export interface Setup extends Partial<HostSettings> {
  readonly lines?: readonly string[];
  readonly policies?: Readonly<Record<string, NodePolicy>>;
  readonly settings?: FlowSettings;
  readonly script?: Script;
}

/** A process that runs one drawing by a script, and what its steps were asked. */
export async function processOf(world: HostWorld, { lines = THREE, policies, settings, script, ...more }: Setup = {}) {
  const executor = scriptedExecutor(script);
  const flow = testFlow(lines, policies, settings);
  const process = await world.start({ executor, loadSnapshot: async () => flow, ...TIMING, ...more });
  return { ...process, jobs: executor.jobs as readonly StepJob[] };
}

export function message(more: Partial<StartRun> = {}): StartRun {
  const trigger = { kind: 'manual', receivedAt: 1, by: 'ann' } as const;
  return { flowId: 'orders', version: 1, snapshotId: 'snap', node: 'hook', message: 'm', trigger, ...more };
}

export async function untilStatus(world: HostWorld, runId: string, status: RunStatus): Promise<void> {
  await world.until(async () => (await world.rowOf(runId))?.status === status);
}

/** Waiting, and in nobody's memory. */
export async function untilGivenBack(world: HostWorld, runId: string, status: RunStatus = 'waiting'): Promise<void> {
  await world.until(async () => {
    const row = await world.rowOf(runId);
    return row?.status === status && !row.isOwned;
  });
}

/** `type node` of each event. */
export async function typesOf(world: HostWorld, runId: string): Promise<readonly string[]> {
  const events = await world.historyOf(runId);
  return events.map((event) =>
    'node' in event && event.type !== 'run.started' ? `${event.type} ${event.node}` : event.type,
  );
}

/** A step that waits until the test lets it go. */
export function gate() {
  let open: (result: StepResult) => void = () => undefined;
  const result = new Promise<StepResult>((resolve) => {
    open = resolve;
  });
  return { step: () => result, open };
}

/** A step that never answers. */
export const stuck = (): Promise<StepResult> => new Promise(() => undefined);

/** How a step parks: for something, at most until a moment, after which it goes on at `late`. */
export function park(on: ParkOn | undefined, deadlineAt?: number): StepResult {
  const deadline = deadlineAt === undefined ? {} : { deadline: { at: deadlineAt, port: 'late', value: 'm' } };
  const parking: Parking = { ...(on && { on }), ...deadline };
  return { ok: true, park: parking };
}

export function paid(key: string, eventId: string, payload: Json = { eventId }): NewEvent {
  return { topic: 'paid', key, eventId, payload };
}
