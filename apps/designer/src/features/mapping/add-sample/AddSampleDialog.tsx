import { useState } from 'react';
import { Dialog, Segmented } from '../../../ui/index.ts';
import type { NewSample } from '../sample-edits.ts';
import type { MapWork } from '../use-map.ts';
import { GenerateForm } from './GenerateForm.tsx';
import { PasteForm } from './PasteForm.tsx';
import { RunForm } from './RunForm.tsx';

type Way = 'run' | 'contract' | 'pasted';

export interface AddSampleProps {
  readonly work: MapWork;
  readonly onAdd: (samples: readonly NewSample[]) => void;
  readonly onClose: () => void;
}

/** Samples of a map: from a run, made from the source contract, or a message of one's own. */
export function AddSampleDialog({ work, onAdd, onClose }: AddSampleProps) {
  const [way, setWay] = useState<Way>('pasted');
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Add a sample"
      description="Samples belong to the flow: they are tried at every edit, in tests, and before a publish. Production never sees them."
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label="Where it comes from"
          value={way}
          onChange={setWay}
          options={[
            { value: 'pasted', label: 'Paste' },
            { value: 'run', label: 'From a run' },
            { value: 'contract', label: 'Generate' },
          ]}
        />
        {way === 'pasted' && <PasteForm onAdd={onAdd} />}
        {way === 'run' && <RunForm work={work} onAdd={onAdd} />}
        {way === 'contract' && <GenerateForm work={work} onAdd={onAdd} />}
      </div>
    </Dialog>
  );
}
