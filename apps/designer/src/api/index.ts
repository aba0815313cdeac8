export { type Answer, call, type ShownProblem } from './call.ts';
export {
  ask,
  createQueryClient,
  keyOf,
  ProblemError,
  useCall,
  useRefresh,
  useSend,
} from './hooks.ts';
export { onLive, startLive, useLive } from './live.ts';
export { usePages } from './use-pages.ts';
