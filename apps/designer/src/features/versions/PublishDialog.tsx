import {
  checkFlow,
  type FlowVersion,
  getVersion,
  listFlows,
  listReviews,
  listVersions,
  publishFlow,
  requestReview,
} from '@lockstep/schema/api';
import { type Flow, type Issue, isError } from '@lockstep/schema/graph';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { call, useCall, useSend } from '../../api/index.ts';
import { useEditorUi, useEditorUiApi } from '../../stores/editor-ui.ts';
import { useFlowState, useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { personName } from '../../stores/person.ts';
import { Button, CopyButton, Dialog, Field, Notice, Spinner, Textarea } from '../../ui/index.ts';
import { CallerList } from './CallerList.tsx';
import { ChangeList } from './ChangeList.tsx';
import { hooksOf } from './hooks-of.ts';
import { ReviewNote } from './review/ReviewNote.tsx';
import { useReviewGate } from './review/use-review-gate.ts';
import { SampleGate, useSampleGate } from './SampleGate.tsx';

export interface PublishDialogProps {
  /** Saves what is not saved yet. */
  readonly flush: () => Promise<void>;
  /** Draws one problem as a way to its place. */
  readonly problem: (issue: Issue, close: () => void) => ReactNode;
}

/** Makes the draft the next version: what changes, what stands against it, a note, and where it listens afterwards. */
export function PublishDialog(props: PublishDialogProps) {
  const open = useEditorUi((state) => state.dialog === 'publish');
  const ui = useEditorUiApi();
  const close = () => ui.setState({ dialog: undefined });
  const [published, setPublished] = useState<FlowVersion>();
  useEffect(() => {
    if (open) setPublished(undefined);
  }, [open]);
  if (!open) return null;
  return published === undefined ? (
    <AskDialog {...props} close={close} onDone={setPublished} />
  ) : (
    <DoneDialog version={published} close={close} />
  );
}

interface AskProps extends PublishDialogProps {
  readonly close: () => void;
  readonly onDone: (version: FlowVersion) => void;
}

function AskDialog({ flush, problem, close, onDone }: AskProps) {
  const store = useFlowStoreApi();
  const [flow] = useState(() => store.getState().flow);
  const published = useFlowState((state) => state.published);
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { issues, checking, recheck } = useServerIssues(flow);
  const { send, pending } = useSend(publishFlow, [listVersions, listFlows]);
  const ui = useEditorUiApi();
  const gate = useSampleGate(flow);
  const review = useReviewGate(flow, published?.version ?? 0);
  const ask = useSend(requestReview, [listReviews]);
  const mustAsk = review.state === 'ask';
  const errors = issues?.filter(isError) ?? [];
  const warnings = issues?.filter((issue) => !isError(issue)) ?? [];
  const next = (published?.version ?? 0) + 1;
  const isReasonMissing = warnings.length > 0 && note.trim() === '' && gate.override === undefined && !mustAsk;

  const publish = async () => {
    setRefusal(undefined);
    await flush();
    const body = {
      flow,
      basedOn: published?.version ?? 0,
      note: note.trim(),
      by: personName(),
      ...(gate.override && { override: gate.override }),
    };
    const answer = await send({ params: { flowId: flow.id }, body });
    if (answer.ok) {
      const { version, hash, publishedAt } = answer.value;
      store.getState().markPublished({ version, hash, publishedAt });
      onDone(answer.value);
      return;
    }
    switch (answer.code) {
      case 'flow-invalid':
        recheck();
        setRefusal('The flow has errors.');
        return;
      case 'flow-version-conflict':
        setRefusal('Somebody published in between. Look at the versions, then publish again.');
        return;
      default:
        setRefusal(answer.problem.detail ?? answer.problem.title);
    }
  };

  const askForReview = async () => {
    setRefusal(undefined);
    await flush();
    const body = { flow, basedOn: published?.version ?? 0, message: note.trim(), by: personName() };
    const answer = await ask.send({ params: { flowId: flow.id }, body });
    if (answer.ok) ui.setState({ dialog: undefined, panel: 'review', viewing: undefined });
    else setRefusal(answer.problem.detail ?? answer.problem.title);
  };

  return (
    <Dialog
      open
      onClose={close}
      size="lg"
      title={`Publish version ${next}`}
      description="New messages run on this version from now on; runs under way stay on theirs."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            kind="primary"
            busy={pending || ask.pending}
            disabled={checking || errors.length > 0 || gate.isShut || isReasonMissing || review.state === 'open'}
            onClick={() => void (mustAsk ? askForReview() : publish())}
          >
            {mustAsk ? 'Ask for a review' : `Publish version ${next}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {checking && (
          <p className="flex items-center gap-2 text-muted text-sm">
            <Spinner size={14} /> Checking the flow…
          </p>
        )}
        {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
        {errors.length > 0 && (
          <section aria-label="Errors">
            <Notice kind="failed">
              {errors.length === 1 ? 'One error prevents' : `${errors.length} errors prevent`} publishing.
            </Notice>
            <div className="mt-1 -mx-4">{errors.map((issue) => problem(issue, close))}</div>
          </section>
        )}
        {warnings.length > 0 && (
          <section aria-label="Warnings">
            <Notice kind="waiting">
              {warnings.length === 1 ? 'One warning' : `${warnings.length} warnings`}: have a look, then publish with a
              note that says why it is meant so.
            </Notice>
            <div className="mt-1 -mx-4">{warnings.map((issue) => problem(issue, close))}</div>
          </section>
        )}
        {errors.length === 0 && (
          <SampleGate flow={flow} gate={gate} onOpenMap={(mapping) => ui.setState({ dialog: undefined, mapping })} />
        )}
        {errors.length === 0 && <ReviewNote gate={review} />}
        {errors.length === 0 && (
          <Field
            label={mustAsk ? 'Message' : 'Note'}
            required={warnings.length > 0 && !mustAsk}
            hint={
              mustAsk
                ? 'What changed and why, for the person who looks at it.'
                : 'What changed and why. People see it in the list of versions.'
            }
          >
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                maxLength={2000}
                value={note}
                placeholder="Orders with a gift card go to the ERP, too"
                onChange={(event) => setNote(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || gate.isShut || isReasonMissing)
                    return;
                  if (mustAsk) void askForReview();
                  else if (review.state !== 'open') void publish();
                }}
              />
            )}
          </Field>
        )}
        <section>
          <h3 className="mb-1.5 font-medium text-xs">
            {published === undefined ? 'The first version' : `Changes since version ${published.version}`}
          </h3>
          {published === undefined ? (
            <div className="flex flex-col gap-3">
              <p className="text-muted text-sm">
                {flow.nodes.length} steps, {flow.edges.length} edges.
              </p>
              <CallerList before={undefined} after={flow} />
            </div>
          ) : (
            <ChangesSince flow={flow} version={published.version} />
          )}
        </section>
      </div>
    </Dialog>
  );
}

function ChangesSince({ flow, version }: { readonly flow: Flow; readonly version: number }) {
  const before = useCall(getVersion, { params: { flowId: flow.id, version } }, { staleTime: Number.POSITIVE_INFINITY });
  if (before.isError) return <p className="text-muted text-sm">The last version cannot be read now.</p>;
  if (before.data === undefined) return <p className="text-muted text-sm">Loading…</p>;
  return (
    <div className="flex flex-col gap-3">
      <CallerList before={before.data.flow} after={flow} />
      <ChangeList before={before.data.flow} after={flow} none="Nothing: the draft is the same as what is published." />
    </div>
  );
}

/** What the server says against publishing this flow; `undefined` while it looks. */
function useServerIssues(flow: Flow) {
  const [issues, setIssues] = useState<readonly Issue[]>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again
  useEffect(() => {
    let stale = false;
    setIssues(undefined);
    void call(checkFlow, { params: { flowId: flow.id }, body: { flow } }).then((answer) => {
      if (!stale) setIssues(answer.ok ? answer.value.issues : []);
    });
    return () => {
      stale = true;
    };
  }, [flow, round]);
  return { issues, checking: issues === undefined, recheck: () => setRound((count) => count + 1) };
}

function DoneDialog({ version, close }: { readonly version: FlowVersion; readonly close: () => void }) {
  const flow = useFlowState((state) => state.flow);
  const hooks = hooksOf(flow);
  return (
    <Dialog
      open
      onClose={close}
      title={
        <span className="flex items-center gap-2">
          <CircleCheck size={18} aria-hidden="true" className="text-ok" /> Version {version.version} is live
          {version.semver !== undefined && <span className="font-normal text-muted">as {version.semver}</span>}
        </span>
      }
      footer={
        <Button kind="primary" onClick={close}>
          Done
        </Button>
      }
    >
      {hooks.length === 0 ? (
        <p className="text-muted text-sm">Start it by hand in the list of flows (Start a run…), or through the API.</p>
      ) : (
        <div className="flex flex-col gap-2">
          <p className="text-muted text-sm">It listens here:</p>
          {hooks.map(({ id, name, url, method }) => (
            <div key={id} className="flex items-center gap-2 rounded-lg bg-sunken py-1.5 pr-1.5 pl-3">
              <div className="min-w-0 flex-1">
                <p className="truncate text-xs">
                  {name} <span className="text-muted">{method}</span>
                </p>
                <code className="block break-all font-mono text-xs" data-testid="hook-url">
                  {url}
                </code>
              </div>
              <CopyButton text={url} label={`Copy address of ${name}`} />
            </div>
          ))}
        </div>
      )}
    </Dialog>
  );
}
