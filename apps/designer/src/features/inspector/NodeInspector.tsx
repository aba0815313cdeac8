import type { StepView } from '@lockstep/schema/api';
import type { FlowNode, Issue } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { ArrowLeftRight } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { fieldsOf } from '../../forms/field-model.ts';
import { ParamForm } from '../../forms/ParamForm.tsx';
import { type SeenData, useSeenData } from '../../parts/use-seen-data.ts';
import { useVariableValues } from '../../parts/use-variable-values.ts';
import { StepIcon } from '../../steps/StepIcon.tsx';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { Button, Notice } from '../../ui/index.ts';
import { CalledCapability } from './CalledCapability.tsx';
import { CalledFlow } from './CalledFlow.tsx';
import { failureIssue } from './failure-issue.ts';
import { namesFor } from './names-for.ts';
import { PolicySection } from './PolicySection.tsx';
import { PortsSection } from './PortsSection.tsx';
import { Section } from './Section.tsx';
import { TestedSection } from './TestedSection.tsx';
import { useFormSources } from './use-form-sources.ts';
import { useTestedStep } from './use-tested-step.ts';

export interface NodeInspectorProps {
  readonly node: FlowNode;
  readonly definition: NodeDefinition | undefined;
  readonly close: ReactNode;
  /** Data at hand, for completion and live values; what was last seen of the step when absent. */
  readonly seen?: SeenData;
  /** What a try said about the step, in the place of the test run. */
  readonly tried?: Pick<StepView, 'failure'>;
}

const NO_ISSUES: readonly Issue[] = [];

/** Name, settings, reliability and ways out of one step. Every change is an edit of the document. */
export function NodeInspector({ node, definition, close, seen: given, tried }: NodeInspectorProps) {
  const store = useFlowStoreApi();
  const flow = useFlowState((state) => state.flow);
  const editable = useFlowState((state) => state.editable);
  const found = useFlowState((state) => state.issuesByNode[node.id]) ?? NO_ISSUES;
  const tested = useTestedStep(node);
  const issue = useMemo(
    () => (tried ? failureIssue(node, tried, 'In the try') : tested.issue),
    [node, tried, tested.issue],
  );
  const issues = useMemo(() => (issue === undefined ? found : [...found, issue]), [found, issue]);
  const sources = useFormSources();
  const lastSeen = useSeenData(flow, node.id);
  const seen = given ?? lastSeen;
  const vars = useVariableValues();
  const names = useMemo(() => namesFor(flow, node.id, seen, vars), [flow, node.id, seen, vars]);
  const { edit } = store.getState();
  const body = useFocusedField(node.id);
  const general = issues.filter(({ field }) => field === undefined);
  return (
    <div className="flex h-full min-h-0 flex-col" ref={body}>
      <header className="flex shrink-0 items-start gap-3 border-b px-4 py-3">
        <StepIcon definition={definition} />
        <div className="min-w-0 flex-1">
          <NameField node={node} editable={editable} />
          <p className="text-muted text-xs">
            {definition?.ui.label ?? node.type}
            {definition?.ui.system !== undefined && ` · ${definition.ui.system}`}
            <span className="text-faint"> · {node.id}</span>
          </p>
        </div>
        {close}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {general.length > 0 && (
          <div className="flex flex-col gap-2 px-4 pt-4">
            {general.map((issue) => (
              <Notice key={`${issue.code} ${issue.message}`} kind={issue.severity === 'error' ? 'failed' : 'waiting'}>
                {issue.message}
              </Notice>
            ))}
          </div>
        )}
        {definition !== undefined && (
          <>
            {tested.step !== undefined && tried === undefined && (
              <Section id="tested" title="Test run">
                <TestedSection step={tested.step} data={tested.data} />
              </Section>
            )}
            <Section id="settings" title="Settings" lead={definition.ui.description}>
              {node.type === 'map' && <OpenMap node={node.id} />}
              {definition.calls && <CalledFlow node={node} definition={definition} />}
              {(definition.asks ?? definition.callable) && <CalledCapability node={node} definition={definition} />}
              <ParamForm
                fields={fieldsOf(definition.params)}
                params={node.params}
                issues={issues}
                names={names}
                {...sources}
                hookBase={`${location.origin}/hooks/`}
                readOnly={!editable}
                onChange={(params, pointer) =>
                  edit({ type: 'node.params', node: node.id, params }, { merge: `params ${node.id} ${pointer}` })
                }
              />
            </Section>
            {definition.kind === 'step' && (
              <Section id="reliability" title="Reliability" startsClosed={definition.effect === 'none'}>
                <PolicySection
                  node={node}
                  definition={definition}
                  issues={issues}
                  disabled={!editable}
                  onChange={(policy, what) =>
                    edit({ type: 'node.policy', node: node.id, policy }, { merge: `policy ${node.id} ${what}` })
                  }
                />
              </Section>
            )}
            <Section id="ways" title="Ways out" startsClosed>
              <PortsSection
                flow={flow}
                node={node}
                definition={definition}
                onGo={(to) => store.getState().select({ nodes: [to] })}
              />
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

/** The way from the step to its drawing. */
function OpenMap({ node }: { readonly node: string }) {
  const ui = useEditorUiApi();
  return (
    <Button icon={<ArrowLeftRight size={14} />} className="mb-3 w-full" onClick={() => ui.setState({ mapping: node })}>
      Open the map
    </Button>
  );
}

function NameField({ node, editable }: { readonly node: FlowNode; readonly editable: boolean }) {
  const { edit } = useFlowStoreApi().getState();
  const ui = useEditorUiApi();
  const renaming = useEditorUi((state) => state.renaming === node.id);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!renaming) return;
    input.current?.select();
    ui.setState({ renaming: undefined });
  }, [ui, renaming]);
  // A step always has a name: an empty one is only on its way to the next.
  const [emptied, setEmptied] = useState(false);
  return (
    <input
      ref={input}
      aria-label="Name of the step"
      className="-mx-1.5 w-full rounded-md border border-transparent bg-transparent px-1.5 font-semibold text-base hover:border-line-strong focus:border-accent"
      value={emptied ? '' : node.name}
      maxLength={120}
      readOnly={!editable}
      onChange={(event) => {
        const name = event.target.value;
        setEmptied(name.trim() === '');
        if (name.trim() !== '') edit({ type: 'node.rename', node: node.id, name }, { merge: `name ${node.id}` });
      }}
      onBlur={() => setEmptied(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

/** Brings the field a problem is about into view and gives it the focus. */
function useFocusedField(nodeId: string) {
  const focus = useEditorUi((ui) => ui.focus);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus?.node !== nodeId) return;
    const field = focus.field === undefined ? undefined : nearest(body.current, focus.field);
    const target = field ?? body.current?.querySelector<HTMLElement>('[data-field]');
    target?.closest('details')?.setAttribute('open', '');
    target?.scrollIntoView({ block: 'center' });
    target?.querySelector<HTMLElement>('input, textarea, [contenteditable="true"], button[role="combobox"]')?.focus();
  }, [focus, nodeId]);
  return body;
}

/** The field at a pointer, or the closest one around it. */
function nearest(root: HTMLElement | null, pointer: string): HTMLElement | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = root?.querySelector<HTMLElement>(`[data-field="${CSS.escape(at)}"]`);
    if (found != null) return found;
  }
  return undefined;
}
