export { checkUnits } from './compile.ts';
export { createSandbox, type SandboxOptions } from './sandbox.ts';
export type {
  Sandbox,
  SandboxCall,
  SandboxProgram,
  SandboxResult,
  SandboxScope,
  SandboxUnit,
  ScriptError,
  ScriptErrorCode,
  ScriptIssue,
} from './types.ts';
