import type { Obstacle } from '../../engine/index.ts';

/** Why a run cannot be moved, in a sentence that names the step. */
export function obstacleText(
  code: Obstacle['code'],
  { name, port = '' }: { readonly name: string; readonly port?: string | undefined },
): string {
  switch (code) {
    case 'step-gone':
      return `“${name}” is not in the new version, and the run has been there.`;
    case 'type-changed':
      return `“${name}” is a step of another type in the new version.`;
    case 'port-gone':
      return `“${name}” has no output “${port}” in the new version, and the run went on there or still may.`;
    case 'reached-otherwise':
      return `The new version would not have brought the run to where “${name}” stands: the way there changed.`;
    case 'undo-gone':
      return `What “${name}” did could not be taken back in the new version.`;
    case 'scope-begun':
      return `The run went through items of “${name}”.`;
    case 'in-doubt':
      return `“${name}” is new, and the run was taken over once: it could not be told whether “${name}” had begun.`;
    case 'ends':
      return 'The run would have ended in the new version, or its deadline there is over.';
    case 'winding-down':
      return 'The run is about to end: it failed, was cancelled, or takes back what it did.';
    default:
      return code satisfies never;
  }
}
