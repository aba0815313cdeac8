export { createHost, createHostOn } from './host.ts';
export { CALLBACK_TOPIC, callbackKey } from './park-log.ts';
export type { HostStorage } from './storage.ts';
export {
  type ExceptionChange,
  type Host,
  type HostLog,
  type HostOptions,
  type HostSettings,
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
