import { validate } from 'uuid';
import { failPoint } from '../../fail-points/index.ts';
import type { Clock } from '../clock.ts';
import type { Intake } from './intake.ts';
import { isUndone, requestReplay } from './replay.ts';
import type { HostStorage } from './storage.ts';
import type { Teller } from './tell.ts';
import type { Host, HostSettings } from './types.ts';

/** A replay is planned again when something happened to the runs it repeats, at most so often. */
const REPLAY_ATTEMPTS = 3;

/** What carrying out what people ask for needs of the host. */
export interface RequestParts extends Pick<HostSettings, 'loadSnapshot'>, Pick<Intake, 'startReplay'> {
  readonly storage: HostStorage;
  readonly clock: Clock;
  readonly tell: Teller;
  /** There is work that nobody was told of. */
  nudge(): void;
  /** A run no longer holds its lane. */
  laneGoesOn(runId: string): void;
}

/** What people ask of runs: to try again, to stop, to give up, to go on without, to repeat. */
export function createRequests(parts: RequestParts): Pick<Host, 'retry' | 'cancel' | 'discard' | 'moveOn' | 'replay'> {
  const { storage, clock, loadSnapshot, tell } = parts;
  const { journal, records } = storage;
  return {
    async retry(target, by) {
      const exception = 'exceptionId' in target ? await records.exception(target.exceptionId) : undefined;
      const runId = 'runId' in target ? target.runId : exception?.status === 'open' ? exception.runId : undefined;
      if (runId === undefined || !validate(runId)) return undefined;
      if ((await records.run(runId))?.replayedBy !== undefined) return 'replayed';
      if (await isUndone(runId, { storage, clock, loadSnapshot })) return 'undone';
      failPoint('retry.before-commit');
      const reopened = await journal.retry(
        runId,
        { type: 'run.retried', at: clock.now(), by },
        'exceptionId' in target ? target.exceptionId : undefined,
      );
      failPoint('retry.after-commit');
      if (!reopened) return undefined;
      const { flowId, exceptionId } = reopened;
      tell.run({ runId, flowId, status: 'queued' });
      if (exceptionId) tell.exception({ exceptionId, runId, flowId, status: 'retrying' });
      parts.nudge();
      return { runId, ...(exceptionId !== undefined && { exceptionId }) };
    },
    async cancel(runId, by) {
      if (!validate(runId)) return false;
      failPoint('cancel.before-commit');
      const sent = await journal.send({
        runId,
        id: clock.newId(),
        event: { type: 'run.cancelled', at: clock.now(), by },
      });
      failPoint('cancel.after-commit');
      if (sent === 'not-open') return false;
      parts.nudge();
      return true;
    },
    async discard(exceptionId, by, reason) {
      const discarded = validate(exceptionId) ? await journal.discard({ exceptionId, by, reason }) : undefined;
      if (!discarded) return false;
      tell.exception({ exceptionId, ...discarded, status: 'discarded' });
      parts.laneGoesOn(discarded.runId);
      return true;
    },
    async moveOn(runId) {
      if (!validate(runId) || !(await storage.lanes?.moveOn(runId))) return false;
      parts.laneGoesOn(runId);
      return true;
    },
    async replay(replay) {
      const { runId, dedupeKey } = replay;
      const row = dedupeKey === undefined ? undefined : await records.run(runId);
      const known = row && (await records.begunUnder(row.flowId, row.triggerNode, dedupeKey ?? ''));
      if (known !== undefined) return { runId: known };
      for (let attempt = 1; attempt <= REPLAY_ATTEMPTS; attempt += 1) {
        const planned = await requestReplay(replay, { storage, clock, loadSnapshot });
        if (typeof planned === 'string') return planned;
        failPoint('replay.before-start');
        const started = await parts.startReplay(planned.request, planned.takeover);
        failPoint('replay.after-start');
        if (started !== 'changed') return { runId: started.runId };
      }
      return 'busy';
    },
  };
}
