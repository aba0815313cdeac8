import { type FlowSummary, getDraft, getUsage, importFlows, listFlows } from '@lockstep/schema/api';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Database, FileDown, FileUp, Plus, SearchX } from 'lucide-react';
import { type RefObject, Suspense, useRef, useState } from 'react';
import { call, useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { LAYER_OPTIONS } from '../../parts/LayerBadge.tsx';
import { personName } from '../../stores/person.ts';
import {
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  lazyPart,
  Page,
  PageBody,
  SearchInput,
  Segmented,
  Select,
  SkeletonRows,
  toast,
} from '../../ui/index.ts';
import { CreateFlowDialog, type Origin } from './CreateFlowDialog.tsx';
import { DeleteFlowDialog } from './DeleteFlowDialog.tsx';
import { FlowTable } from './FlowTable.tsx';
import { type FlowState, filterFlows, stateOf } from './flow-state.ts';
import { PauseDialog } from './PauseDialog.tsx';
import { type ReadFlow, readFlowFile } from './read-flow-file.ts';
import { StartRunDialog } from './StartRunDialog.tsx';

const CloneFlowDialog = lazyPart(async () => (await import('./CloneFlowDialog.tsx')).CloneFlowDialog);
const StorageDrawer = lazyPart(async () => (await import('./StorageDrawer.tsx')).StorageDrawer);
const Templates = lazyPart(async () => (await import('./Templates.tsx')).Templates);

const BLANK: Flow = {
  format: FLOW_FORMAT,
  id: 'blank',
  name: '',
  nodes: [],
  edges: [],
  layout: { nodes: {}, notes: [] },
  settings: {},
  tests: [],
};

/** What flows store is looked at this often. */
const USAGE_MS = 30_000;

/** All flows: find one, make one, bring one in. */
export function FlowsPage() {
  const flows = useCall(listFlows, {});
  const filter = useSearch({ from: '/flows' });
  const navigate = useNavigate({ from: '/flows' });
  const [creating, setCreating] = useState<
    { readonly template: Flow; readonly origin: Origin; readonly read?: ReadFlow } | undefined
  >();
  const picker = useRef<HTMLInputElement>(null);
  const [cloning, setCloning] = useState<FlowSummary | undefined>();
  const [deleting, setDeleting] = useState<FlowSummary | undefined>();
  const [pausing, setPausing] = useState<FlowSummary | undefined>();
  const [starting, setStarting] = useState<FlowSummary | undefined>();
  const [storage, setStorage] = useState(false);
  const usage = useCall(getUsage, {}, { refetchInterval: USAGE_MS });
  const fullness = new Map(usage.data?.flows.map((flow) => [flow.flowId, flow.fullness]));
  const all = flows.data?.flows ?? [];
  const createBlank = (): void => setCreating({ template: BLANK, origin: 'nothing' });
  // Nothing is counted before anything is known.
  const count = (state?: FlowState) =>
    flows.data && { count: all.filter((flow) => state === undefined || stateOf(flow) === state).length };

  return (
    <Page
      title="Flows"
      lead="Each flow is a drawing with versions; the published one runs."
      actions={
        <>
          <Button icon={<Database size={15} />} onClick={() => setStorage(true)}>
            Storage
          </Button>
          <ExportButton flows={all} />
          <ImportButton picker={picker} onRead={(read) => setCreating({ template: read.flow, origin: 'file', read })} />
          <Button kind="primary" icon={<Plus size={15} />} onClick={createBlank}>
            New flow
          </Button>
        </>
      }
      toolbar={
        <>
          <SearchInput
            label="Search flows"
            className="w-72"
            value={filter.search ?? ''}
            onChange={(search) =>
              void navigate({ search: { ...filter, search: search === '' ? undefined : search }, replace: true })
            }
          />
          <Segmented
            label="State"
            value={filter.status ?? 'all'}
            options={[
              { value: 'all', label: 'All', ...count() },
              { value: 'draft', label: 'Draft', ...count('draft') },
              { value: 'published', label: 'Published', ...count('published') },
              { value: 'changed', label: 'Changed', ...count('changed') },
            ]}
            onChange={(status) =>
              void navigate({ search: { ...filter, status: status === 'all' ? undefined : status }, replace: true })
            }
          />
          <Select
            label="Layer"
            prefix="Layer:"
            value={filter.layer ?? 'all'}
            options={[{ value: 'all', label: 'All' }, ...LAYER_OPTIONS]}
            onChange={(layer) =>
              void navigate({ search: { ...filter, layer: layer === 'all' ? undefined : layer }, replace: true })
            }
          />
        </>
      }
    >
      <PageBody>
        <Card flush>
          <AnswerView query={flows} what="Flows" loading={<SkeletonRows label="Loading flows" rows={4} />}>
            {({ flows: known }) => {
              const shown = filterFlows(known, filter);
              if (shown.length > 0)
                return (
                  <FlowTable
                    flows={shown}
                    fullness={fullness}
                    onClone={setCloning}
                    onDelete={setDeleting}
                    onPause={setPausing}
                    onStart={setStarting}
                  />
                );
              return known.length === 0 ? (
                <Suspense fallback={<SkeletonRows label="Loading templates" rows={3} />}>
                  <Templates
                    onBlank={createBlank}
                    onImport={() => picker.current?.click()}
                    onChoose={(template) => setCreating({ template, origin: 'template' })}
                  />
                </Suspense>
              ) : (
                <EmptyState icon={<SearchX size={20} />} title="No flow matches">
                  Try fewer letters, or another state.
                </EmptyState>
              );
            }}
          </AnswerView>
        </Card>
      </PageBody>
      {creating !== undefined && <CreateFlowDialog {...creating} onClose={() => setCreating(undefined)} />}
      {cloning !== undefined && (
        <Suspense fallback={null}>
          <CloneFlowDialog flow={cloning} onClose={() => setCloning(undefined)} />
        </Suspense>
      )}
      {deleting !== undefined && <DeleteFlowDialog flow={deleting} onClose={() => setDeleting(undefined)} />}
      {starting !== undefined && <StartRunDialog flow={starting} onClose={() => setStarting(undefined)} />}
      {storage && (
        <Suspense fallback={null}>
          <StorageDrawer onClose={() => setStorage(false)} />
        </Suspense>
      )}
      {pausing !== undefined && <PauseDialog flow={pausing} onClose={() => setPausing(undefined)} />}
    </Page>
  );
}

/** All drafts as folders for git, in one file. */
function ExportButton({ flows }: { readonly flows: readonly FlowSummary[] }) {
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const { saveFlows } = await import('./save-flows.ts');
    const refused = await saveFlows(
      flows.map(({ id }) => id),
      (flowId) => call(getDraft, { params: { flowId } }),
    );
    setBusy(false);
    if (refused !== undefined) toast({ kind: 'failed', title: 'Nothing was exported', detail: refused });
  };
  return (
    <Button icon={<FileDown size={15} />} busy={busy} disabled={flows.length === 0} onClick={() => void save()}>
      Export
    </Button>
  );
}

interface ImportButtonProps {
  readonly picker: RefObject<HTMLInputElement | null>;
  readonly onRead: (read: ReadFlow) => void;
}

function ImportButton({ picker, onRead }: ImportButtonProps) {
  const { send, pending } = useSend(importFlows, [listFlows, getDraft]);
  const [held, setHeld] = useState<{ readonly name: string; readonly flows: Flow[]; readonly who: string }>();
  const readZip = async (file: File): Promise<void> => {
    const { unzipFlows } = await import('./flow-zip.ts');
    const read = unzipFlows(new Uint8Array(await file.arrayBuffer()));
    if ('problems' in read) {
      const detail = read.problems.slice(0, 3).join(' ');
      return toast({ kind: 'failed', title: `${file.name}: nothing was imported`, detail });
    }
    await importThem(file.name, [...read.flows], false);
  };
  const importThem = async (name: string, flows: Flow[], takeOver: boolean): Promise<void> => {
    const answer = await send({ body: { flows, takeOver, by: personName() } });
    if (!answer.ok && answer.code === 'draft-held') {
      return setHeld({ name, flows, who: answer.problem.detail ?? answer.problem.title });
    }
    setHeld(undefined);
    if (!answer.ok) {
      const { detail, title } = answer.problem;
      return toast({ kind: 'failed', title: `${name}: nothing was imported`, detail: detail ?? title });
    }
    const changed = answer.value.flows.filter(({ result }) => result !== 'unchanged').length;
    const detail = `${answer.value.flows.length - changed} were the same already.`;
    toast({ kind: 'ok', title: `${changed} ${changed === 1 ? 'draft' : 'drafts'} imported`, detail });
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.name.toLowerCase().endsWith('.zip')) return readZip(file);
    const result = await readFlowFile(await file.text());
    if (typeof result === 'string') toast({ kind: 'failed', title: `${file.name} is not a flow`, detail: result });
    else onRead(result);
  };
  return (
    <>
      <ConfirmDialog
        open={held !== undefined}
        title="Somebody has these drafts open"
        action="Import all the same"
        busy={pending}
        onConfirm={() => held && void importThem(held.name, held.flows, true)}
        onClose={() => setHeld(undefined)}
      >
        {held?.who} Whoever has one open is told, and sees the imported draft.
      </ConfirmDialog>
      <Button icon={<FileUp size={15} />} onClick={() => picker.current?.click()}>
        Import
      </Button>
      <input
        ref={picker}
        type="file"
        aria-label="Flow file"
        accept="application/json,.json,application/zip,.zip"
        hidden
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
