import { ERROR_PORT, UNDO_PORT } from '@lockstep/schema/graph';
import { Handle, Position } from '@xyflow/react';
import clsx from 'clsx';
import { INPUT_HANDLE } from './model/handles.ts';
import type { StepData } from './model/node-data.ts';

const LOW_LABEL = 'pointer-events-none absolute text-2xs';
/** Shown while the pointer or the selection is on the card. */
const LOW_LABEL_SHOWN =
  'opacity-0 transition-opacity [.react-flow__node.selected_&]:opacity-100 [.react-flow__node:hover_&]:opacity-100';

/** Where edges enter and leave a card. */
export function Ports({ data, isFull }: { readonly data: StepData; readonly isFull: boolean }) {
  const { node, geometry, editable: connectable } = data;
  return (
    <>
      {geometry.hasInput && (
        <Handle
          type="target"
          id={INPUT_HANDLE}
          position={Position.Left}
          className="port"
          isConnectable={connectable}
          isConnectableStart={false}
          style={{ top: geometry.inputY }}
          data-testid={`port:${node.id}:in`}
        />
      )}
      {geometry.ports.map(({ port, y }) => (
        <Handle
          key={port}
          type="source"
          id={port}
          position={Position.Right}
          className="port"
          isConnectable={connectable}
          isConnectableEnd={false}
          style={{ top: y }}
          title={connectable ? `${port}: drag to a step, or into the open to add one` : port}
          data-testid={`port:${node.id}:${port}`}
        />
      ))}
      {geometry.errorX !== undefined && (
        <Handle
          type="source"
          id={ERROR_PORT}
          position={Position.Bottom}
          className="port port-error"
          isConnectable={connectable}
          isConnectableEnd={false}
          style={{ left: geometry.errorX }}
          title={connectable ? 'error: where a message goes when this step fails for good' : 'error'}
          data-testid={`port:${node.id}:${ERROR_PORT}`}
        />
      )}
      {geometry.undoX !== undefined && (
        <Handle
          type="source"
          id={UNDO_PORT}
          position={Position.Bottom}
          className="port port-undo"
          isConnectable={connectable}
          isConnectableEnd={false}
          style={{ left: geometry.undoX }}
          title={connectable ? 'undo: the step that undoes this one when the run fails later' : 'undo'}
          data-testid={`port:${node.id}:${UNDO_PORT}`}
        />
      )}
      {geometry.errorX !== undefined && isFull && (
        <span
          className={clsx(LOW_LABEL, 'text-failed', LOW_LABEL_SHOWN)}
          style={{ left: geometry.errorX + 11, top: geometry.height - 1 }}
        >
          error
        </span>
      )}
      {geometry.undoX !== undefined && isFull && (
        <span
          className={clsx(LOW_LABEL, 'text-undone', !data.undoDrawn && LOW_LABEL_SHOWN)}
          style={{ right: geometry.width - geometry.undoX + 10, top: geometry.height - 1 }}
        >
          undo
        </span>
      )}
    </>
  );
}
