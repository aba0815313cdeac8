export { createHost } from './host.ts';
export { CALLBACK_TOPIC, callbackKey } from './park-log.ts';
export {
  type ExceptionChange,
  type Host,
  type HostLog,
  type HostOptions,
  OverloadedError,
  type Replay,
  type ReplayRefused,
  type RunChange,
  type SeedStep,
  type SlaBreach,
  type Started,
  type StartRun,
  type WaitedFor,
} from './types.ts';
