import { createFlow, listFlows } from '@lockstep/schema/api';
import { FlowId } from '@lockstep/schema/graph';
import { type FormEvent, useMemo, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { catalogue } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog, Field, Input, Notice, toast } from '../../ui/index.ts';
import { unitsOf } from './model/group-edits.ts';
import { slugOf } from './model/ids.ts';
import { type Extraction, extractSubFlow } from './model/sub-flow/extract.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** Cuts the selected steps out into a flow of their own: its name, what goes in and comes back, or why it cannot be. */
export function ExtractDialog() {
  const open = useEditorUi((state) => state.dialog === 'extract');
  return open ? <OpenDialog /> : null;
}

function OpenDialog() {
  const ui = useEditorUiApi();
  const store = useFlowStoreApi();
  const { pick } = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const selected = useFlowState((state) => state.selection.nodes);
  const [typed, setTyped] = useState<string>();
  const [typedId, setTypedId] = useState<string>();
  const [problem, setProblem] = useState<{ readonly field?: 'id'; readonly message: string }>();
  const { send, pending } = useSend(createFlow, [listFlows]);
  const [group] = unitsOf(flow, selected).groups;
  const name = typed ?? group?.name ?? '';
  const id = typedId ?? (name.trim() === '' ? '' : slugOf(name));
  const cut = useMemo(
    () =>
      extractSubFlow(flow, selected, { id: id === '' ? 'sub-flow' : id, name: name.trim() || 'Sub-flow', catalogue }),
    [flow, selected, id, name],
  );
  const close = () => ui.setState({ dialog: undefined });
  if ('refusals' in cut) return <Refused refusals={cut.refusals} onClose={close} />;

  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refusedId = FlowId.safeParse(id).error?.issues[0]?.message;
    if (refusedId !== undefined) return setProblem({ field: 'id', message: refusedId });
    const answer = await send({ body: { flow: cut.subFlow } });
    if (!answer.ok) {
      if (answer.code === 'flow-exists') return setProblem({ field: 'id', message: 'Another flow has this id.' });
      return setProblem({ message: answer.problem.detail ?? answer.problem.title });
    }
    store.getState().edit(cut.edit);
    close();
    pick([cut.call], { focus: true });
    toast({
      kind: 'ok',
      title: `“${cut.subFlow.name}” is a flow of its own`,
      detail: 'It is a draft: publish it before this flow. Undo brings the steps back here; the draft stays.',
    });
  };

  return (
    <Dialog
      open
      onClose={close}
      size="sm"
      title="Extract to a sub-flow"
      description={`${cut.subFlow.nodes.length} steps, called in the place of those selected.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" form="extract" busy={pending} disabled={name.trim() === ''}>
            Extract
          </Button>
        </>
      }
    >
      <form id="extract" onSubmit={create} className="flex flex-col gap-4">
        {problem !== undefined && problem.field === undefined && <Notice kind="failed">{problem.message}</Notice>}
        <Field label="Name" required>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={120}
              placeholder="Reserve stock of an order"
              onChange={(event) => setTyped(event.target.value)}
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
              onChange={(event) => {
                setTypedId(event.target.value);
                setProblem(undefined);
              }}
            />
          )}
        </Field>
        <Crossing cut={cut} />
        {cut.notes.map((note) => (
          <Notice key={note} kind="waiting">
            {note}
          </Notice>
        ))}
      </form>
    </Dialog>
  );
}

/** What goes in and comes back. */
function Crossing({ cut: { subFlow, input, output, sent, returned } }: { readonly cut: Extraction }) {
  const comesBack = subFlow.nodes.some(({ type }) => catalogue.get(type)?.returns);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-lg bg-sunken px-3 py-2 text-sm">
      <dt className="text-muted">Goes in</dt>
      <dd>{crossing(input, sent)}</dd>
      <dt className="text-muted">Comes back</dt>
      <dd>{comesBack ? crossing(output, returned) : 'nothing'}</dd>
    </dl>
  );
}

function crossing(contract: string | undefined, steps: readonly string[]): string {
  const message = contract === undefined ? 'the message' : `the message, by contract ${contract}`;
  return steps.length === 0 ? message : `${message}, and what these gave: ${steps.join(', ')}`;
}

function Refused({ refusals, onClose }: { readonly refusals: readonly string[]; readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="These steps cannot be a sub-flow"
      description="A call has one way in and one way on. What would not do the same is not cut."
      footer={
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-sm">
        {refusals.map((refusal) => (
          <li key={refusal}>{refusal}</li>
        ))}
      </ul>
    </Dialog>
  );
}
