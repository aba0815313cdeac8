import { listPromotions, type Promotion, type PromotionPlan, promoteFlows } from '@lockstep/schema/api';
import { type FormEvent, useState } from 'react';
import { useSend } from '../../api/index.ts';
import { personName } from '../../stores/person.ts';
import { Button, Card, Checkbox, Field, Input, Notice } from '../../ui/index.ts';
import { PlannedFlowCard } from './PlannedFlowCard.tsx';
import { PromotedList } from './PromotedList.tsx';

export interface PlanViewProps {
  readonly plan: PromotionPlan;
  /** Where it can be carried out; absent for a plan from a file. */
  readonly environment: string | undefined;
}

/** Every difference of a promotion, what stands in the way, and the button that carries it out. */
export function PlanView({ plan, environment }: PlanViewProps) {
  const [done, setDone] = useState<Promotion>();
  const open = plan.flows.filter(({ state }) => state !== 'same');
  const same = plan.flows.length - open.length;
  const words = `${open.length} to promote, ${same} the same already`;
  return (
    <Card>
      <section aria-label="Plan" className="flex flex-col gap-4">
        <header>
          <h2 className="font-semibold text-base">
            From {plan.from} to {plan.to}
          </h2>
          <p className="text-muted text-sm" role="status">
            {words}
          </p>
        </header>
        {done !== undefined && (
          <Notice kind={done.flows.some(({ refused }) => refused !== undefined) ? 'waiting' : 'info'}>
            <PromotedList promotion={done} />
          </Notice>
        )}
        {open.map((flow) => (
          <PlannedFlowCard key={flow.flowId} flow={flow} environment={environment} />
        ))}
        {plan.around.length > 0 && open.length > 0 && <Around around={plan.around} />}
        {environment !== undefined && open.length > 0 && done === undefined && (
          <CarryOut plan={plan} environment={environment} onDone={setDone} />
        )}
        {environment === undefined && (
          <p className="text-muted text-sm">This plan was read from a file. Make one here to carry it out.</p>
        )}
      </section>
    </Card>
  );
}

function Around({ around }: Pick<PromotionPlan, 'around'>) {
  return (
    <section aria-label="Contracts and tables">
      <h3 className="font-medium text-sm">Contracts and tables: from there to here, not promoted</h3>
      <ul className="mt-1 flex flex-col gap-2">
        {around.map(({ sign, text, lines }) => (
          <li key={text} className="font-mono text-xs">
            {sign} {text}
            {lines.map((line) => (
              <span key={line} className="block break-all pl-3 text-muted">
                {line}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CarryOutProps {
  readonly plan: PromotionPlan;
  readonly environment: string;
  readonly onDone: (promotion: Promotion) => void;
}

function CarryOut({ plan, environment, onDone }: CarryOutProps) {
  const [reason, setReason] = useState('');
  const [accept, setAccept] = useState(false);
  const [failed, setFailed] = useState<string>();
  const { send, pending } = useSend(promoteFlows, [listPromotions]);
  const open = plan.flows.filter(({ state }) => state !== 'same');
  const refused = open.filter(({ obstacles }) => obstacles.length > 0).length;
  const asks = open.some(({ questions }) => questions.length > 0);
  const promote = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailed(undefined);
    const body = { flows: open.map(({ flowId }) => flowId), reason, by: personName(), accept };
    const answer = await send({ params: { name: environment }, body });
    if (answer.ok) onDone(answer.value);
    else setFailed(answer.problem.detail ?? answer.problem.title);
  };
  if (refused > 0) {
    return (
      <Notice kind="failed">
        {refused} of the flows cannot be promoted: mend what is missing at {environment}, then make the plan again.
      </Notice>
    );
  }
  return (
    <form onSubmit={promote} className="flex flex-col gap-3 border-t pt-4">
      {failed !== undefined && <Notice kind="failed">{failed}</Notice>}
      <Field label="Reason" required hint="Kept with the versions there and in the history.">
        {(control) => (
          <Input {...control} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <div className="flex items-center gap-2">
        <Checkbox id="accept-plan" checked={accept} onChange={setAccept} />
        <label htmlFor="accept-plan" className="text-sm">
          {asks ? 'I have read what the plan asks, and agree' : 'Also where somebody there has a draft open'}
        </label>
      </div>
      <div>
        <Button kind="primary" type="submit" busy={pending} disabled={reason.trim().length < 3 || (asks && !accept)}>
          Promote {open.length === 1 ? 'one flow' : `${open.length} flows`} to {environment}
        </Button>
      </div>
    </form>
  );
}
