export { bounded } from './bounded.ts';
export { errorOutput } from './error-output.ts';
export { createExecutor, type ExecutorParts } from './execute.ts';
export { filesBySystem } from './files-by-system.ts';
export {
  expressionsUnit,
  type FlowSource,
  type LoadedFlow,
  type LoadedNode,
  loadFlow,
  scriptUnit,
} from './loaded-flow.ts';
export { effectKey } from './step-context.ts';
export { OWNERSHIP_LOST } from './step-failures.ts';
export type { BeginCall, Executor, Judgement, StepJob, StepResponse, StepResult } from './step-job.ts';
