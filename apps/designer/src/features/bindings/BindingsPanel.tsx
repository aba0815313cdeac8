import { type BoundNeed, getBindings, getVersion, listVersions } from '@lockstep/schema/api';
import { CircleAlert, CircleCheck, CircleDashed, Link2, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { EmptyState, IconButton, Select, SkeletonRows } from '../../ui/index.ts';
import { NeedLink } from './NeedLink.tsx';

const GROUPS: readonly (readonly [BoundNeed['kind'], string])[] = [
  ['connection', 'Connections'],
  ['variable', 'Variables'],
  ['table', 'Tables'],
  ['contract', 'Contracts'],
  ['topic', 'Topics'],
  ['capability', 'Capabilities'],
  ['flow', 'Flows it calls'],
];

/** Right of the canvas: everything the flow names and does not bring along, with what this environment has for it. */
export function BindingsPanel() {
  const ui = useEditorUiApi();
  const draft = useDeferredValue(useFlowState((state) => state.flow));
  const [which, setWhich] = useState<number>();
  const versions = useCall(listVersions, { params: { flowId: draft.id } });
  const version = useCall(
    getVersion,
    { params: { flowId: draft.id, version: which ?? 0 } },
    { enabled: which !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const flow = which === undefined ? draft : (version.data?.flow ?? draft);
  const bindings = useCall(
    getBindings,
    { params: { flowId: flow.id }, body: { flow } },
    { keepPrevious: true, staleTime: 0 },
  );
  const environment = bindings.data?.environment;
  const missing = bindings.data?.needs.filter(({ state }) => state === 'missing').length ?? 0;
  return (
    <section aria-label="Bindings" className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">Bindings</h2>
          <p className="text-muted text-xs">
            What this flow names, and what {environment === undefined ? 'this environment' : environment} has for it.
          </p>
          {versions.data !== undefined && versions.data.versions.length > 0 && (
            <Select
              label="Of which version"
              className="mt-2"
              value={which === undefined ? 'draft' : String(which)}
              options={[
                { value: 'draft', label: 'Draft' },
                ...versions.data.versions.map((each) => ({
                  value: String(each.version),
                  label: `Version ${each.version}`,
                })),
              ]}
              onChange={(value) => setWhich(value === 'draft' ? undefined : Number(value))}
            />
          )}
          {missing > 0 && (
            <p className="mt-1 text-failed text-xs" role="status">
              {missing} {missing === 1 ? 'is' : 'are'} missing: the flow cannot be published here.
            </p>
          )}
        </div>
        <IconButton
          size="sm"
          label="Close bindings"
          icon={<X size={15} />}
          onClick={() => ui.setState({ panel: undefined })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <AnswerView query={bindings} what="The bindings" loading={<SkeletonRows label="Loading the bindings" />}>
          {({ needs }) =>
            needs.length === 0 ? (
              <EmptyState icon={<Link2 size={20} />} title="It needs nothing">
                No step names a connection, variable, table, contract, topic or another flow.
              </EmptyState>
            ) : (
              GROUPS.map(([kind, title]) => (
                <Group key={kind} title={title} needs={needs.filter((need) => need.kind === kind)} />
              ))
            )
          }
        </AnswerView>
      </div>
    </section>
  );
}

function Group({ title, needs }: { readonly title: string; readonly needs: readonly BoundNeed[] }) {
  if (needs.length === 0) return null;
  return (
    <section aria-label={title} className="border-b px-4 py-3">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      <ul className="mt-1 flex flex-col gap-2">
        {needs.map((need) => (
          <Need key={need.name} need={need} />
        ))}
      </ul>
    </section>
  );
}

const MARKS = {
  bound: { Icon: CircleCheck, tone: 'text-ok', words: 'There' },
  open: { Icon: CircleDashed, tone: 'text-muted', words: 'Open' },
  missing: { Icon: CircleAlert, tone: 'text-failed', words: 'Missing' },
} as const;

function Need({ need }: { readonly need: BoundNeed }) {
  const store = useFlowStoreApi();
  const { Icon, tone, words } = MARKS[need.state];
  return (
    <li data-testid={`need:${need.kind}:${need.name}`} className="flex items-start gap-2 text-sm">
      <Icon size={15} className={`mt-0.5 shrink-0 ${tone}`} role="img" aria-label={words} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <NeedLink need={need} />
        </p>
        <p className={`break-words text-xs ${need.state === 'missing' ? 'text-failed' : 'text-muted'}`}>
          {need.state === 'missing' ? 'Not here' : need.means}
        </p>
        {need.nodes.length > 0 && (
          <p className="flex flex-wrap gap-x-2 text-xs">
            {need.nodes.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="rounded text-accent-text hover:underline"
                onClick={() => store.getState().select({ nodes: [id], edges: [] })}
              >
                {name}
              </button>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}
