import { createFlow, getDraft, listConnections, listFlows, listTables } from '@lockstep/schema/api';
import { bindingsOf, cloneFlow, type Flow, FlowId } from '@lockstep/schema/graph';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Dialog, Field, Input, Notice, Select, SkeletonRows } from '../../ui/index.ts';
import { type Choices, choicesFor, placeProblem, suggestedPlace } from './clone-choices.ts';
import { slugOf } from './flow-state.ts';

export interface CloneFlowDialogProps {
  readonly flow: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const FORM = 'clone-flow';
/** The form comes after the dialog, when the flow is here. */
const focusOnce = (input: HTMLInputElement | null): void => input?.focus();

/** A copy of a flow for another channel, region or partner: the same steps, bound to other connections, tables and addresses. */
export function CloneFlowDialog({ flow, onClose }: CloneFlowDialogProps) {
  const draft = useCall(getDraft, { params: { flowId: flow.id } });
  const connections = useCall(listConnections, {});
  const tables = useCall(listTables, {});
  const [ready, setReady] = useState(false);
  const [pending, setPending] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`Clone ${flow.name}`}
      description="The same steps, bound to other systems and tables. The copy begins as a draft."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={FORM} busy={pending} disabled={!ready}>
            Clone flow
          </Button>
        </>
      }
    >
      <AnswerView query={draft} what="The flow" loading={<SkeletonRows label="Loading the flow" rows={4} />}>
        {({ flow: original }) => (
          <CloneForm
            original={original}
            choices={choicesFor(original, {
              connections: connections.data?.connections ?? [],
              tables: tables.data?.tables ?? [],
            })}
            onReady={setReady}
            onPending={setPending}
            onClose={onClose}
          />
        )}
      </AnswerView>
    </Dialog>
  );
}

interface CloneFormProps {
  readonly original: Flow;
  readonly choices: Choices;
  readonly onReady: (ready: boolean) => void;
  readonly onPending: (pending: boolean) => void;
  readonly onClose: () => void;
}

type Chosen = Readonly<Record<string, string>>;

function CloneForm({ original, choices, onReady, onPending, onClose }: CloneFormProps) {
  const navigate = useNavigate();
  const { send } = useSend(createFlow, [listFlows]);
  const bindings = bindingsOf(original);
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState<string>();
  const [connections, setConnections] = useState<Chosen>({});
  const [tables, setTables] = useState<Chosen>({});
  const [typed, setTyped] = useState<Chosen>({});
  const [problem, setProblem] = useState<{ readonly field?: 'id'; readonly message: string }>();
  const id = typedId ?? slugOf(name);
  const placeOf = (node: string, was: string): string => typed[node] ?? suggestedPlace(was, id);
  const places = [
    ...bindings.paths.map(({ node, name: step, path }) => ({ node, step, was: path, what: 'Address' as const })),
    ...bindings.folders.map(({ node, name: step, folder }) => ({ node, step, was: folder, what: 'Folder' as const })),
  ];
  const wrong = (place: (typeof places)[number]) => placeProblem(place.was, placeOf(place.node, place.was), place.what);
  const clone = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refused = FlowId.safeParse(id).error?.issues[0]?.message;
    if (refused !== undefined) return setProblem({ field: 'id', message: refused });
    if (places.some((place) => wrong(place) !== undefined)) return;
    const all = (of: readonly { readonly node: string }[], was: (at: number) => string) =>
      Object.fromEntries(of.map(({ node }, at) => [node, placeOf(node, was(at))]));
    const copy = cloneFlow(original, {
      ...{ id, name: name.trim(), connections, tables },
      paths: all(bindings.paths, (at) => bindings.paths[at]?.path ?? ''),
      folders: all(bindings.folders, (at) => bindings.folders[at]?.folder ?? ''),
    });
    onPending(true);
    const answer = await send({ body: { flow: copy } });
    onPending(false);
    if (answer.ok) {
      onClose();
      return navigate({ to: '/flows/$flowId', params: { flowId: id } });
    }
    if (answer.code === 'flow-exists') setProblem({ field: 'id', message: 'Another flow has this id.' });
    else setProblem({ message: answer.problem.detail ?? answer.problem.title });
  };

  return (
    <form id={FORM} onSubmit={(event) => void clone(event)} className="flex flex-col gap-4">
      {problem !== undefined && problem.field === undefined && <Notice kind="failed">{problem.message}</Notice>}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" required>
          {(control) => (
            <Input
              {...control}
              ref={focusOnce}
              value={name}
              maxLength={120}
              placeholder={`${original.name}, second partner`}
              onChange={(event) => {
                setName(event.target.value);
                onReady(event.target.value.trim() !== '');
              }}
            />
          )}
        </Field>
        <Field
          label="Id"
          required
          hint="It stays for ever."
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
      </div>
      <Bound
        title="Connections"
        names={bindings.connections}
        options={choices.connections}
        chosen={connections}
        onChoose={(from, to) => setConnections({ ...connections, [from]: to })}
      />
      <Bound
        title="Tables"
        names={bindings.tables}
        options={choices.tables}
        chosen={tables}
        onChoose={(from, to) => setTables({ ...tables, [from]: to })}
      />
      {bindings.tables.length > 0 && (
        <p className="-mt-2 text-muted text-xs">
          Tables with the same columns can take each other's place.{' '}
          <Link to="/tables" className="text-accent-text underline">
            Make one
          </Link>{' '}
          for what the new partner calls things.
        </p>
      )}
      {places.map((place) => (
        <Field
          key={`${place.what} ${place.node}`}
          label={`${place.what} of "${place.step}"`}
          hint={`The original has ${place.was === '' ? 'the folder of its connection' : place.was}.`}
          error={wrong(place)}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={placeOf(place.node, place.was)}
              onChange={(event) => setTyped({ ...typed, [place.node]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {bindings.connections.length + bindings.tables.length + places.length === 0 && (
        <p className="text-muted text-sm">Nothing ties this flow to one place: the copy is the same.</p>
      )}
    </form>
  );
}

interface BoundProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly options: Choices['connections'];
  readonly chosen: Chosen;
  readonly onChoose: (from: string, to: string) => void;
}

/** What stands for what, one line each. */
function Bound({ title, names, options, chosen, onChoose }: BoundProps) {
  if (names.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-text text-xs">{title}</legend>
      {names.map((from) => (
        <div key={from} className="grid grid-cols-[minmax(0,2fr)_auto_minmax(0,3fr)] items-center gap-2">
          <code className="truncate font-mono text-muted text-xs" title={from}>
            {from}
          </code>
          <span aria-hidden="true" className="text-faint">
            →
          </span>
          <Select
            label={`${from} becomes`}
            className="w-full"
            value={chosen[from] ?? from}
            options={options.get(from) ?? [{ value: from, label: from }]}
            onChange={(to) => onChoose(from, to)}
          />
        </div>
      ))}
    </fieldset>
  );
}
