export { type Answer, call, type Refusal, type ShownProblem } from './call.ts';
export {
  ask,
  type CallOptions,
  createQueryClient,
  keyOf,
  ProblemError,
  useCall,
  useRefresh,
  useSend,
} from './hooks.ts';
export { type LiveStatus, onLive, startLive, useLive } from './live.ts';
export { usePages } from './use-pages.ts';
