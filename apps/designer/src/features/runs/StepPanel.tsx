import { getStepData, type RunView, type StepView } from '@lockstep/schema/api';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { itemName } from '../../parts/item-words.ts';
import { Button, JsonTree, SkeletonRows, StatusBadge, Tabs } from '../../ui/index.ts';
import { ItemList } from './ItemList.tsx';
import { ShownValue } from './ShownValue.tsx';
import { StepSummary } from './StepSummary.tsx';

type TabId = 'items' | 'summary' | 'input' | 'settings' | 'output';

interface OpenTab {
  readonly node: string;
  readonly tab: TabId;
  /** By a person. */
  readonly isChosen: boolean;
}

export interface StepPanelProps {
  readonly run: RunView;
  readonly step: StepView;
  /** Attempt that is pointed at. */
  readonly attempt?: number | undefined;
  /** Of a scope: what people call the item that is shown. */
  readonly shownItem: string | undefined;
  readonly onPickItem: (path: string) => void;
  /** Goes on to the step the run is at by now; absent where that is the one shown. */
  readonly follow?: (() => void) | undefined;
}

/** Everything about one step of a run. */
export function StepPanel({ run, step, attempt, shownItem, onPickItem, follow }: StepPanelProps) {
  const [opened, setOpened] = useState<OpenTab>({
    node: step.node,
    tab: attempt === undefined ? firstTab(step) : 'summary',
    isChosen: false,
  });
  // The run went on to another step: the tab a person chose stays, where that one has it.
  if (opened.node !== step.node) {
    const stays = opened.isChosen && (opened.tab !== 'items' || step.scope !== undefined);
    setOpened({ ...opened, node: step.node, tab: stays ? opened.tab : firstTab(step) });
  }
  const begun = step.attempts.length > 0 || step.startedAt !== undefined || step.status === 'succeeded';
  const data = useCall(
    getStepData,
    { params: { runId: run.runId, node: step.node }, query: step.item === undefined ? {} : { item: step.item } },
    { enabled: begun },
  );
  const { scope } = step;
  const nameOf = (node: string) => run.flow.nodes.find(({ id }) => id === node)?.name ?? node;
  const loading = <SkeletonRows rows={3} label="Loading the step" />;
  const panel = (draw: (value: NonNullable<typeof data.data>) => React.ReactNode) =>
    begun ? (
      <AnswerView query={data} what="The step" loading={loading}>
        {draw}
      </AnswerView>
    ) : (
      <p className="p-4 text-muted text-sm">This step did not run.</p>
    );
  return (
    <section aria-label={`Step ${step.name}`} className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex items-center gap-3 px-4 pt-3 pb-1">
        <h2 className="truncate font-semibold text-base">{step.name}</h2>
        <StatusBadge status={step.status} />
        <code className="truncate font-mono text-muted text-xs">{step.type}</code>
        {follow !== undefined && (
          <Button size="sm" className="ml-auto shrink-0" onClick={follow}>
            Follow the run
          </Button>
        )}
        {step.item !== undefined && (
          <span className="tabular ml-auto shrink-0 text-muted text-xs">Item {itemName(step.item)}</span>
        )}
      </div>
      <Tabs<TabId>
        label="Step details"
        className="flex-1"
        value={opened.tab}
        onChange={(tab) => setOpened({ node: step.node, tab, isChosen: true })}
        tabs={[
          ...(scope === undefined
            ? []
            : [
                {
                  id: 'items' as const,
                  label: 'Items',
                  content: (
                    <ItemList
                      key={step.node}
                      runId={run.runId}
                      step={step}
                      scope={scope}
                      nameOf={nameOf}
                      shown={shownItem}
                      onPick={onPickItem}
                    />
                  ),
                },
              ]),
          {
            id: 'summary',
            label: 'Summary',
            content: <StepSummary key={step.node} run={run} step={step} pointed={attempt} stepKey={data.data?.key} />,
          },
          {
            id: 'input',
            label: 'Input',
            content: panel((value) => <ShownValue root="input" what="input" shown={value.input} />),
          },
          {
            id: 'settings',
            label: 'Settings',
            content: panel((value) =>
              value.params === undefined ? (
                <p className="p-4 text-muted text-sm">This step has no settings, or they were not recorded.</p>
              ) : (
                <JsonTree root="params" value={value.params} label="Settings as they were for this message" />
              ),
            ),
          },
          {
            id: 'output',
            label: 'Output',
            content: panel((value) => (
              <ShownValue root={outputPath(step.node)} what="output" shown={value.output} port={step.port} />
            )),
          },
        ]}
      />
    </section>
  );
}

function firstTab({ scope, failure, status, undo, kept }: StepView): TabId {
  if (scope !== undefined) return 'items';
  if (undo !== undefined || kept !== undefined) return 'summary';
  return failure === undefined && status === 'succeeded' ? 'output' : 'summary';
}

/** How an expression names a step's output. */
function outputPath(node: string): string {
  return /^[a-z][a-z0-9]*$/.test(node) ? `steps.${node}` : `steps['${node}']`;
}
