export { checkUnits } from './compile.ts';
export type { TableText } from './frame.ts';
export { createSandbox, type SandboxOptions } from './sandbox.ts';
export type {
  Sandbox,
  SandboxCall,
  SandboxProgram,
  SandboxResult,
  SandboxScope,
  SandboxTable,
  SandboxUnit,
  ScriptError,
  ScriptErrorCode,
  ScriptIssue,
  UnmappedCode,
} from './types.ts';
