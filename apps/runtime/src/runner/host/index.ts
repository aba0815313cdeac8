export { foldHistory, readHistory } from './fold-history.ts';
export { createHost, createHostOn } from './host.ts';
export { CALLBACK_TOPIC, callbackKey } from './park-log.ts';
export {
  type PlannedStep,
  type Replay,
  type ReplayPlan,
  type ReplayRefused,
  WHERE_IT_STOPPED,
} from './replay-types.ts';
export { type HostStorage, postgresStorage } from './storage.ts';
export {
  type CallWatch,
  type ExceptionChange,
  type Host,
  type HostLog,
  type HostOptions,
  type HostSettings,
  OverloadedError,
  type RunChange,
  type SeedStep,
  type SlaBreach,
  type Started,
  type StartRun,
  type WaitedFor,
} from './types.ts';
