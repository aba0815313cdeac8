import { createFlow, listFlows } from '@lockstep/schema/api';
import { type Flow, FlowId } from '@lockstep/schema/graph';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { Button, Dialog, Field, Input, lazyPart, Notice } from '../../ui/index.ts';
import { slugOf } from './flow-state.ts';
import type { ReadFlow } from './read-flow-file.ts';

const ConversionReport = lazyPart(async () => (await import('./ConversionReport.tsx')).ConversionReport);

export type Origin = 'nothing' | 'file' | 'template';

export interface CreateFlowDialogProps {
  /** What the new flow begins as. */
  readonly template: Flow;
  /** Where that comes from. */
  readonly origin: Origin;
  /** The file it was read from, where it is of another product: what became of its nodes is shown. */
  readonly read?: ReadFlow;
  readonly onClose: () => void;
}

const TITLE: Readonly<Record<Origin, string>> = {
  nothing: 'New flow',
  file: 'Import flow',
  template: 'New flow from a template',
};

const PRODUCT = { n8n: 'n8n', 'node-red': 'Node-RED' } as const;

/** Name and id of a new flow; then its canvas opens. */
export function CreateFlowDialog({ template, origin, read, onClose }: CreateFlowDialogProps) {
  const [name, setName] = useState(template.name);
  const [typedId, setTypedId] = useState(origin === 'nothing' ? undefined : template.id);
  const [problem, setProblem] = useState<{ readonly field?: 'id'; readonly message: string } | undefined>();
  const { send, pending } = useSend(createFlow, [listFlows]);
  const navigate = useNavigate();
  const id = typedId ?? slugOf(name);
  const report = read?.report;

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refusedId = FlowId.safeParse(id).error?.issues[0]?.message;
    if (refusedId !== undefined) return setProblem({ field: 'id', message: refusedId });
    const answer = await send({ body: { flow: { ...template, id, name: name.trim() } } });
    if (answer.ok) {
      onClose();
      await navigate({ to: '/flows/$flowId', params: { flowId: id } });
      return;
    }
    if (answer.code === 'flow-exists') setProblem({ field: 'id', message: 'Another flow has this id.' });
    else setProblem({ message: answer.problem.detail ?? answer.problem.title });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      size={report === undefined ? 'sm' : 'md'}
      title={read?.from === undefined ? TITLE[origin] : `Import from ${PRODUCT[read.from]}`}
      description={
        origin !== 'nothing'
          ? `${template.nodes.length} steps, as a draft. Nothing runs before you publish.`
          : 'It begins as a draft.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="create-flow" busy={pending} disabled={name.trim() === ''}>
            {origin === 'file' ? 'Import' : 'Create flow'}
          </Button>
        </>
      }
    >
      <form id="create-flow" onSubmit={create} className="flex flex-col gap-4">
        {problem !== undefined && problem.field === undefined && <Notice kind="failed">{problem.message}</Notice>}
        <Field label="Name" required>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={120}
              placeholder="Order to ERP"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Id"
          required
          hint="In addresses, files and the command line. It stays for ever."
          error={problem?.field === 'id' ? problem.message : undefined}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={id}
              maxLength={64}
              placeholder="order-to-erp"
              onChange={(event) => {
                setTypedId(event.target.value);
                setProblem(undefined);
              }}
            />
          )}
        </Field>
        {report !== undefined && <ConversionReport report={report} />}
      </form>
    </Dialog>
  );
}
