import type { FailPoint } from './points.ts';

/** Where a test wants the process to end or to stop. */
export interface Armed {
  readonly point: string;
  /** Passage that counts, from 1. */
  readonly nth?: number;
  /** `kill`: SIGKILL to itself. `stop`: SIGSTOP; the test does what it will and sends SIGCONT or SIGKILL. */
  readonly action?: 'kill' | 'stop';
}

/**
 * `LOCKSTEP_FAIL_POINT=<name>[:<nth passage, default 1>[:kill|stop]]` arms one point; `LOCKSTEP_FAIL_POINT=ipc` takes
 * `Armed` as messages of the parent process, each in place of the one before. Only where `NODE_ENV` is `test`: elsewhere
 * passing a point compares one empty name.
 */
let armed: Armed | undefined;
let passages = 0;

function arm(next: Armed | undefined): void {
  armed = next;
  passages = 0;
}

if (process.env.NODE_ENV === 'test' && process.env.LOCKSTEP_FAIL_POINT) {
  const [point = '', nth = '1', action] = process.env.LOCKSTEP_FAIL_POINT.split(':');
  if (point === 'ipc') {
    process.on('message', arm);
    process.channel?.unref();
  } else {
    arm({ point, nth: Number(nth), action: action === 'stop' ? 'stop' : 'kill' });
  }
}

/** Says that the process passes a boundary. */
export function failPoint(name: FailPoint): void {
  if (armed?.point === name) pass(armed);
}

function pass({ nth = 1, action }: Armed): void {
  passages += 1;
  if (passages !== nth) return;
  arm(undefined);
  process.kill(process.pid, action === 'stop' ? 'SIGSTOP' : 'SIGKILL');
}
