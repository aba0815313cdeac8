import clsx from 'clsx';
import { Check, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { catalogue } from '../../steps/catalogue.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import { Button, IconButton, Kbd } from '../../ui/index.ts';
import { doneSteps, type FirstStep } from './first-steps.ts';
import { putTourAway } from './tour-seen.ts';

const STEPS: readonly { readonly id: FirstStep; readonly title: string; readonly how: ReactNode }[] = [
  {
    id: 'start',
    title: 'Begin with a start',
    how: (
      <>
        Choose one on the canvas, or press <Kbd>N</Kbd> and type what begins the flow.
      </>
    ),
  },
  {
    id: 'steps',
    title: 'Add what happens then',
    how: (
      <>
        Drag from the port on the right of a card, or select it and press <Kbd>N</Kbd>.
      </>
    ),
  },
  {
    id: 'settings',
    title: 'Say what each step does',
    how: 'Select a card: its settings are on the right. Red marks tell what is missing.',
  },
  {
    id: 'try',
    title: 'Try it with one message',
    how: (
      <>
        <strong className="font-medium">Test run</strong> sends a message through the draft and shows every step. Nobody
        else sees it.
      </>
    ),
  },
  { id: 'publish', title: 'Publish', how: 'From then on real messages take this way, and you can see each of them.' },
];

/** Five steps from an empty canvas to a flow that takes messages; each is ticked off by doing it. Shown until it is put away. */
export function FirstSteps() {
  const ui = useEditorUiApi();
  const flow = useFlowState((state) => state.flow);
  const issues = useFlowState((state) => state.issues);
  const published = useFlowState((state) => state.published !== undefined);
  const ended = useEditorUi((state) =>
    Object.values(state.testSteps ?? {}).some(({ endedAt }) => endedAt !== undefined),
  );
  const [tried, setTried] = useState(false);
  useEffect(() => {
    if (ended) setTried(true);
  }, [ended]);
  const done = doneSteps({ flow, issues, tried, published }, catalogue);
  const current = STEPS.find(({ id }) => !done[id]);
  const count = STEPS.filter(({ id }) => done[id]).length;
  const close = () => {
    putTourAway();
    ui.setState({ tour: false });
  };
  return (
    <section
      aria-label="First steps"
      className="absolute right-3 bottom-3 z-10 w-72 rounded-xl border bg-raised p-3 shadow-pop"
    >
      <div className="flex items-center gap-2">
        <h2 className="font-semibold text-sm">First steps</h2>
        <span className="tabular text-muted text-xs" role="status">
          {count} of {STEPS.length} done
        </span>
        <IconButton
          size="sm"
          label="Put the first steps away"
          icon={<X size={14} />}
          className="ml-auto"
          onClick={close}
        />
      </div>
      <ol className="mt-1 flex flex-col gap-1">
        {STEPS.map(({ id, title, how }, index) => (
          <li key={id} aria-current={current?.id === id ? 'step' : undefined} className="flex gap-2">
            <span
              aria-hidden="true"
              className={clsx(
                'mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full text-2xs',
                done[id]
                  ? 'bg-ok text-on-accent'
                  : current?.id === id
                    ? 'bg-accent text-on-accent'
                    : 'bg-sunken text-muted',
              )}
            >
              {done[id] ? <Check size={11} strokeWidth={3} /> : index + 1}
            </span>
            <span className="min-w-0">
              <span className={clsx('text-sm', done[id] ? 'text-muted' : 'font-medium')}>
                {title}
                {done[id] && <span className="sr-only">, done</span>}
              </span>
              {current?.id === id && <span className="block text-muted text-xs">{how}</span>}
            </span>
          </li>
        ))}
      </ol>
      {current === undefined && (
        <div className="mt-2 flex items-center justify-between gap-2 border-t pt-2">
          <p className="text-sm">It takes messages now.</p>
          <Button
            size="sm"
            kind="primary"
            onClick={() => {
              close();
              ui.setState({ mode: 'run', runId: undefined });
            }}
          >
            See its runs
          </Button>
        </div>
      )}
    </section>
  );
}
