import type { EstateSystem } from '@lockstep/schema/api';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Dialog, JsonTree, SkeletonRows } from '../../ui/index.ts';
import { useEstateState } from './use-estate-state.ts';

/** Everything a simulator knows, as it knows it. */
export function StateDrawer({ system, onClose }: { readonly system: EstateSystem; readonly onClose: () => void }) {
  const state = useEstateState(system.system);
  return (
    <Dialog
      open
      onClose={onClose}
      shape="drawer"
      size="lg"
      title={`State of ${system.label}`}
      description="Its whole memory, read from the simulator."
    >
      <AnswerView query={state} what="The state" loading={<SkeletonRows label="Loading the state" />}>
        {(value) => <JsonTree root={system.system} value={value} label={`State of ${system.label}`} />}
      </AnswerView>
    </Dialog>
  );
}
