import { type FlowNode, refuseEdge } from '@lockstep/schema/graph';
import { portsOf } from '@lockstep/schema/node';
import { type FormEvent, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, Dialog, Field, Select } from '../../ui/index.ts';
import { useEditorActions } from './use-editor-actions.ts';

/** Joins the selected step to another one without a pointer: C. */
export function ConnectDialog() {
  const open = useEditorUi((state) => state.dialog === 'connect');
  const node = useFlowState((state) => state.flow.nodes.find(({ id }) => id === state.selection.nodes.at(-1)));
  return open && node !== undefined ? <OpenDialog node={node} /> : null;
}

function OpenDialog({ node }: { readonly node: FlowNode }) {
  const ui = useEditorUiApi();
  const { connect } = useEditorActions();
  const flow = useFlowState((state) => state.flow);
  const definition = catalogue.get(node.type);
  const ports = definition === undefined ? [] : portsOf(definition, node.params);
  const used = new Set(flow.edges.filter(({ from }) => from === node.id).map(({ port }) => port));
  const [port, setPort] = useState(ports.find((one) => !used.has(one)) ?? ports[0] ?? '');
  const goals = flow.nodes.filter(
    ({ id }) => refuseEdge(flow, { from: node.id, port, to: id }, catalogue) === undefined,
  );
  const [chosen, setChosen] = useState<string>();
  const to = goals.find(({ id }) => id === chosen)?.id ?? goals[0]?.id;
  const close = () => ui.setState({ dialog: undefined });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to === undefined) return;
    connect({ from: node.id, port, to });
    close();
  };
  return (
    <Dialog
      open
      onClose={close}
      size="sm"
      title={`Connect “${node.name}”`}
      description="From one of its ways to another step."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" form="connect" disabled={to === undefined}>
            Connect
          </Button>
        </>
      }
    >
      <form id="connect" className="flex flex-col gap-4" onSubmit={submit}>
        <Field label="Way">
          {(control) => (
            <Select
              {...control}
              value={port}
              options={ports.map((value) => ({ value, label: value }))}
              onChange={(value) => setPort(value)}
            />
          )}
        </Field>
        <Field label="To" hint={goals.length === 0 ? 'Nothing can be joined to this way.' : undefined}>
          {(control) => (
            <Select
              {...control}
              value={to ?? ''}
              disabled={goals.length === 0}
              options={goals.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(value) => setChosen(value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
