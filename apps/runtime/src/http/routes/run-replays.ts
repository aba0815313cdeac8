import * as api from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import type { Hono } from 'hono';
import type { PlannedStep, Replay, ReplayPlan, ReplayRefused } from '../../runner/host/index.ts';
import { countOpenExceptions, type ExceptionRow, readException } from '../../store/exceptions.ts';
import { readRun } from '../../store/runs-view.ts';
import type { AppEnv } from '../env.ts';
import { overloadedBy } from '../overloaded.ts';
import type { Doors } from '../ports.ts';
import { type ProblemError, problem as problemOf } from '../problem.ts';
import { serve } from '../serve.ts';
import { messageChanges } from '../views/message-changes.ts';
import { messageOf } from '../views/message-of.ts';
import { nodeName } from '../views/node-name.ts';
import { noException, UNDONE } from './exceptions.ts';
import { noRun } from './runs.ts';

/** Runs begun again from ended ones: of runs, and of the exceptions they ended with; and what that would do. */
export function runReplayRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, host, live } = doors;

  serve(app, api.planRunReplay, async ({ params: { runId }, body }) => planned({ runId, ...body }));

  serve(app, api.replayRun, async ({ params: { runId }, body, problem }) => {
    const row = await readRun(db, runId);
    if (!row) throw problem('not-found', noRun(runId));
    if (!isEnded(row.status))
      throw problem('run-not-ended', `The run is ${row.status}; replay begins from an ended run.`);
    const replay = { runId, ...body };
    const started = await host.replay(replay).catch(overloadedBy);
    if (typeof started === 'string') throw refused(started, replay);
    return started;
  });

  serve(app, api.planExceptionReplay, async ({ params: { id }, body, problem }) => {
    const row = await openException(id, problem);
    return planned({ runId: row.runId, exceptionId: id, ...body });
  });

  serve(app, api.replayException, async ({ params: { id }, body, problem }) => {
    const row = await openException(id, problem);
    const { message, from, reason, ...rest } = body;
    const { runId } = row;
    const changes = message === undefined ? [] : messageChanges(await messageOf(db, runId), message);
    if (message !== undefined && changes.length === 0)
      throw problem('request-invalid', 'Nothing was changed in the message; replay it as it is.');
    if (message !== undefined && from !== undefined)
      throw problem('request-invalid', 'A mended message goes through its flow from the trigger; leave out "from".');
    if (message !== undefined && reason.length < 3)
      throw problem('request-invalid', 'body/reason: say why the message was changed, in 3 characters at least.');
    // Whoever asks again after a crash in between gets the same run.
    const dedupeKey = `replay:${id}:${row.raisedAt.getTime()}`;
    const replay = { runId, exceptionId: id, from, message, reason, changes, dedupeKey, ...rest };
    const started = await host.replay(replay).catch(overloadedBy);
    if (typeof started === 'string') throw refused(started, replay);
    await tell(row, started.runId);
    return { id, runId: started.runId, changes };
  });

  serve(app, api.planExceptionRetry, async ({ params: { id }, problem }) => {
    const row = await openException(id, problem);
    const steps = await host.planRetry(row.runId);
    if (!steps) throw problem('exception-settled');
    if (steps === 'undone') throw problem('run-undone', UNDONE);
    return { effects: await effectsOf(steps, row.snapshotId) };
  });

  async function openException(
    id: string,
    problem: (code: 'not-found' | 'exception-settled', detail: string) => ProblemError,
  ): Promise<ExceptionRow> {
    const row = await readException(db, id);
    if (!row) throw problem('not-found', noException(id));
    if (row.status !== 'open') throw problem('exception-settled', `The exception is ${row.status}.`);
    return row;
  }

  async function planned(replay: Omit<Replay, 'by'>): Promise<api.ReplayPlan> {
    const plan = await host.planReplay(replay);
    if (typeof plan === 'string') throw refused(plan, replay);
    return planView(replay.runId, plan);
  }

  async function planView(
    runId: string,
    { version, from, exceptionId, steps, snapshotId }: ReplayPlan,
  ): Promise<api.ReplayPlan> {
    return {
      runId,
      ...(version !== undefined && { version }),
      from: [...from],
      ...(exceptionId !== undefined && { exceptionId }),
      effects: await effectsOf(steps, snapshotId),
    };
  }

  function effectsOf(steps: readonly PlannedStep[], snapshotId: string): Promise<api.PlannedEffect[]> {
    return Promise.all(
      steps.map(async ({ node, does, strategy, before, key, done }) => ({
        node,
        name: await nodeName(doors, snapshotId, node),
        does,
        ...(strategy !== undefined && { strategy }),
        before,
        ...(key !== undefined && { key }),
        ...(done && {
          done: { runId: done.runId, ...(done.at !== undefined && { at: new Date(done.at).toISOString() }) },
        }),
      })),
    );
  }

  async function tell({ id, flowId }: ExceptionRow, runId: string): Promise<void> {
    live.publish({ type: 'exception.changed', id, runId, flowId, open: await countOpenExceptions(db) });
  }
}

/** A replay that was refused, as the API says it. */
function refused(why: ReplayRefused, { runId, from, version }: Omit<Replay, 'by'>): ProblemError {
  switch (why) {
    case 'not-found':
      return problemOf('not-found', noRun(runId));
    case 'not-ended':
      return problemOf('run-not-ended', 'The run goes on; replay begins from an ended run.');
    case 'version-unknown':
      return problemOf('request-invalid', `The flow has no version ${version}.`);
    case 'step-unknown':
      return problemOf('request-invalid', `That version has no step "${String(from)}".`);
    case 'repeat-unknown':
      return problemOf('request-invalid', 'body/repeat: that version has no such step that writes.');
    case 'busy':
      return problemOf(
        'replay-busy',
        'Another run of this message goes on. What it does now would not be known; wait until it has ended.',
      );
    case 'settled':
      return problemOf('exception-settled', 'The exception is not open any more.');
    default:
      return why satisfies never;
  }
}
