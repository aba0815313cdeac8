import type { FlowSettings } from '@lockstep/schema/graph';
import { type ReactNode, Suspense } from 'react';
import { LAYER_OPTIONS } from '../../parts/LayerBadge.tsx';
import { UsedBy } from '../../parts/UsedBy.tsx';
import { catalogue } from '../../steps/catalogue.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { CopyButton, Field, Input, lazyPart, Select, SkeletonRows, Switch, Textarea } from '../../ui/index.ts';

import { Section } from './Section.tsx';

// Forms are most of the code and nothing of the first view.
const LaneSection = lazyPart(async () => (await import('./lane/LaneSection.tsx')).LaneSection);
const SearchSection = lazyPart(async () => (await import('./search/SearchSection.tsx')).SearchSection);
const StorageSection = lazyPart(async () => (await import('./storage/StorageSection.tsx')).StorageSection);
const FlowPromises = lazyPart(async () => (await import('./PromiseFields.tsx')).FlowPromises);

/** What the inspector shows when no step is selected: the flow itself. */
export function FlowSummaryPanel({ close }: { readonly close: ReactNode }) {
  const { edit } = useFlowStoreApi().getState();
  const flow = useFlowState((state) => state.flow);
  const editable = useFlowState((state) => state.editable);
  const { settings } = flow;
  const late = useFlowState((state) => state.issues.find(({ field }) => field === 'settings/slaMs')?.message);
  const set = <K extends keyof FlowSettings>(key: K, value: FlowSettings[K] | undefined) => {
    const { [key]: _, ...rest } = settings;
    const next = value === undefined || value === '' ? rest : { ...rest, [key]: value };
    edit({ type: 'flow.settings', settings: next }, { merge: `settings ${key}` });
  };
  const isCallable = flow.nodes.some(({ type }) => catalogue.get(type)?.callable !== undefined);
  const hooks = flow.nodes.flatMap(({ id, name, type, params }) =>
    catalogue.get(type)?.kind === 'trigger' && typeof params.path === 'string'
      ? [{ id, name, path: params.path, method: typeof params.method === 'string' ? params.method : 'POST' }]
      : [],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base">{flow.name}</h2>
          <p className="text-muted text-xs">
            {flow.nodes.length} {flow.nodes.length === 1 ? 'step' : 'steps'}, {flow.edges.length}{' '}
            {flow.edges.length === 1 ? 'edge' : 'edges'} <span className="text-faint">· {flow.id}</span>
          </p>
        </div>
        {close}
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <p className="rounded-lg bg-sunken px-3 py-2 text-muted text-xs">Select a step to see its settings.</p>
        {hooks.length > 0 && (
          <div>
            <p className="mb-1 font-medium text-xs">Addresses</p>
            {hooks.map(({ id, name, path, method }) => {
              const url = `${location.origin}/hooks/${path}`;
              return (
                <div key={id} className="mb-1 flex items-center gap-1 rounded-lg bg-sunken py-1 pr-1 pl-2">
                  <div className="min-w-0 flex-1">
                    <p className="truncate text-xs">
                      {name} <span className="text-muted">{method}</span>
                    </p>
                    <code className="block truncate font-mono text-2xs text-muted" title={url}>
                      {url}
                    </code>
                  </div>
                  <CopyButton text={url} label={`Copy address of ${name}`} />
                </div>
              );
            })}
          </div>
        )}
        {isCallable && <UsedBy flowId={flow.id} empty="No published flow calls this one yet." />}
        <Field label="Description" hint="What this flow is for, for the people who run it.">
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              maxLength={2000}
              disabled={!editable}
              value={settings.description ?? ''}
              onChange={(event) => set('description', event.target.value)}
            />
          )}
        </Field>
        <Field label="Owner" hint="Person or team to ask.">
          {(control) => (
            <Input
              {...control}
              maxLength={120}
              disabled={!editable}
              value={settings.owner ?? ''}
              onChange={(event) => set('owner', event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Layer"
          hint="What the flow may do and call follows from it. Process flows name no system; system flows offer capabilities."
        >
          {(control) => (
            <Select
              {...control}
              disabled={!editable}
              value={settings.layer ?? 'none'}
              options={[{ value: 'none', label: 'None: anything goes' }, ...LAYER_OPTIONS]}
              onChange={(layer) => set('layer', layer === 'none' ? undefined : layer)}
            />
          )}
        </Field>
        <Field
          label="Speaks for"
          hint="Systems of record it may write for, with commas between them: maps that write fields of others are refused. Empty: not checked."
        >
          {(control) => (
            <Input
              {...control}
              placeholder="ERP, fulfilment"
              disabled={!editable}
              defaultValue={settings.speaksFor?.join(', ') ?? ''}
              onBlur={(event) => set('speaksFor', systemsIn(event.target.value))}
            />
          )}
        </Field>
        <Field
          label="Publishing asks for a review"
          hint="Another person approves each state of the draft before it goes live."
        >
          {(control) => (
            <Switch
              id={control.id}
              checked={settings.review === 'required'}
              disabled={!editable}
              onChange={(on) => set('review', on ? 'required' : undefined)}
            />
          )}
        </Field>
        <div className="-mx-4 border-t">
          <Suspense fallback={<SkeletonRows rows={2} label="Loading the order" />}>
            <Section id="promises" title="Time" startsClosed>
              <FlowPromises
                settings={settings}
                warning={late}
                disabled={!editable}
                onChange={(key, ms) => set(key, ms)}
              />
            </Section>
            <LaneSection />
            <SearchSection />
            <StorageSection flowId={flow.id} flowName={flow.name} />
          </Suspense>
        </div>
      </div>
    </div>
  );
}

/** Names with commas between them; nothing for none. */
function systemsIn(text: string): string[] | undefined {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}
