import type { FlowCall } from '@lockstep/schema/node';
import { versionWords } from '../../parts/callee-words.ts';
import { useCallees } from '../../parts/use-callees.ts';

/** The line below the name of a step that calls: the called flow by its name, with the version a call gets now. */
export function CallLine({ call }: { readonly call: FlowCall }) {
  const callee = useCallees().find(({ id }) => id === call.flowId);
  const words = `${callee?.name ?? call.flowId}, ${versionWords(call, callee)}`;
  return (
    <div className="truncate text-muted text-xs" title={`Calls ${words} (${call.versions})`}>
      {words}
    </div>
  );
}
