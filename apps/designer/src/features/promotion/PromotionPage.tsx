import { listEnvironments, type PromotionPlan, planPromotion } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FileSearch, Plus, Rocket } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCall, useSend } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Button, Card, EmptyState, Notice, Page, PageBody, SkeletonRows, toast } from '../../ui/index.ts';
import { EnvironmentDialog } from './EnvironmentDialog.tsx';
import { EnvironmentList } from './EnvironmentList.tsx';
import { FlowChoice } from './FlowChoice.tsx';
import { PlanView } from './PlanView.tsx';
import { PromotionHistory } from './PromotionHistory.tsx';
import { readPlanFile } from './read-plan-file.ts';

const NEW = 'new';

/** A plan on the screen. `environment`: where it can be carried out; absent for one that was read from a file. */
interface Shown {
  readonly plan: PromotionPlan;
  readonly environment?: string;
  /** Another plan is another view. */
  readonly made: number;
}

/** From here to another environment: which flows, every difference, and doing it with a reason. */
export function PromotionPage() {
  const { to, edit, flow } = useSearch({ from: '/promotion' });
  const navigate = useNavigate({ from: '/promotion' });
  const found = useCall(listEnvironments, {});
  const environments = found.data?.environments ?? [];
  const target = environments.find(({ name }) => name === to) ?? environments[0];
  const [flows, setFlows] = useState<readonly string[]>(flow === undefined ? [] : [flow]);
  const [shown, setShown] = useState<Shown>();
  const [failed, setFailed] = useState<string>();
  const { send, pending } = useSend(planPromotion);
  const open = (name: string | undefined) => void navigate({ search: { to, flow, edit: name }, replace: true });

  const makePlan = async (): Promise<void> => {
    if (!target) return;
    setFailed(undefined);
    const answer = await send({ params: { name: target.name }, body: { flows: [...flows] } });
    if (answer.ok) setShown({ plan: answer.value, environment: target.name, made: Date.now() });
    else {
      setShown(undefined);
      setFailed(answer.problem.detail ?? answer.problem.title);
    }
  };
  const add = (
    <Button icon={<Plus size={15} />} onClick={() => open(NEW)}>
      Add an environment
    </Button>
  );
  return (
    <Page
      title="Promotion"
      lead={`Published flows of ${found.data?.here ?? 'this environment'} become versions of another one. The plan names every difference before anything changes.`}
      actions={
        <>
          <PlanFileButton onRead={(plan) => setShown({ plan, made: Date.now() })} />
          {add}
        </>
      }
    >
      <PageBody>
        <AnswerView query={found} what="Environments" loading={<SkeletonRows label="Loading environments" />}>
          {() =>
            environments.length === 0 && shown === undefined ? (
              <Card flush>
                <EmptyState icon={<Rocket size={20} />} title="Where do flows go from here?" action={add}>
                  Register the installation of the next environment by its address, with a token where it asks for one.
                </EmptyState>
              </Card>
            ) : (
              <div className="grid gap-4 lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
                <div className="flex min-w-0 flex-col gap-4">
                  <EnvironmentList
                    environments={environments}
                    chosen={target?.name}
                    onChoose={(name) => {
                      setShown(undefined);
                      void navigate({ search: { to: name, flow }, replace: true });
                    }}
                    onEdit={open}
                  />
                  <FlowChoice chosen={flows} onChoose={setFlows} />
                  <Button kind="primary" busy={pending} disabled={!target} onClick={() => void makePlan()}>
                    Make the plan
                  </Button>
                </div>
                <div className="flex min-w-0 flex-col gap-4">
                  {failed !== undefined && <Notice kind="failed">{failed}</Notice>}
                  {shown === undefined && failed === undefined && (
                    <Card>
                      <p className="text-muted text-sm">
                        Choose where to and which flows, then make the plan. Nothing is changed by that.
                      </p>
                    </Card>
                  )}
                  {shown !== undefined && (
                    <PlanView key={shown.made} plan={shown.plan} environment={shown.environment} />
                  )}
                  <PromotionHistory />
                </div>
              </div>
            )
          }
        </AnswerView>
      </PageBody>
      {edit !== undefined && (
        <EnvironmentDialog
          key={edit}
          environment={environments.find(({ name }) => name === edit)}
          taken={environments.map(({ name }) => name)}
          onClose={() => open(undefined)}
        />
      )}
    </Page>
  );
}

function PlanFileButton({ onRead }: { readonly onRead: (plan: PromotionPlan) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const plan = readPlanFile(await file.text());
    if (typeof plan === 'string') toast({ kind: 'failed', title: `${file.name} is no plan`, detail: plan });
    else onRead(plan);
  };
  return (
    <>
      <Button icon={<FileSearch size={15} />} onClick={() => picker.current?.click()}>
        Open a plan file
      </Button>
      <input
        ref={picker}
        type="file"
        aria-label="Plan file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
