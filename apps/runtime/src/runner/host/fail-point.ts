/** Every boundary at which a crash must do no harm. */
export type FailPoint =
  | 'receive'
  | 'accept.before-commit'
  | 'accept.after-commit'
  | 'effect.before'
  | 'effect.after'
  | 'result.before-commit'
  | 'result.after-commit'
  | 'close.before-commit'
  | 'close.after-commit';

/**
 * `LOCKSTEP_FAIL_POINT=<name>[:<nth passage, default 1>[:kill|stop]]`, for the crash tests: the process sends itself
 * SIGKILL, or SIGSTOP to play a long pause, at that passage. Does nothing when the variable is not set.
 */
const [armed, nth = '1', action = 'kill'] = (process.env.LOCKSTEP_FAIL_POINT ?? '').split(':');
let passages = 0;

export function failPoint(name: FailPoint): void {
  if (name !== armed) return;
  passages += 1;
  if (passages === Number(nth)) process.kill(process.pid, action === 'stop' ? 'SIGSTOP' : 'SIGKILL');
}
