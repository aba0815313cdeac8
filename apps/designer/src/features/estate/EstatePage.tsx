import { type EstateSystem, listEstate } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Store } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { EmptyState, Page, PageBody, SkeletonRows } from '../../ui/index.ts';
import { SalesOrders } from './SalesOrders.tsx';
import { ShopOrders } from './ShopOrders.tsx';
import { StateDrawer } from './StateDrawer.tsx';
import { SystemCard } from './SystemCard.tsx';

/** The simulated retailer: see what its systems hold, and make them misbehave. */
export function EstatePage() {
  const estate = useCall(listEstate, {});
  const { state } = useSearch({ from: '/estate' });
  const navigate = useNavigate({ from: '/estate' });
  const show = (system: string | undefined): void => void navigate({ search: { state: system }, replace: true });
  const shown = estate.data?.find(({ system }) => system === state);
  return (
    <Page
      title="Estate"
      lead="A simulated retailer that speaks the real protocols. Break a system here and watch flows cope."
    >
      <PageBody className="flex flex-col gap-4">
        <AnswerView query={estate} what="The estate" loading={<SkeletonRows rows={4} label="Loading the estate" />}>
          {(systems) => (systems.length === 0 ? <NoEstate /> : <Systems systems={systems} onState={show} />)}
        </AnswerView>
      </PageBody>
      {shown !== undefined && <StateDrawer system={shown} onClose={() => show(undefined)} />}
    </Page>
  );
}

interface SystemsProps {
  readonly systems: readonly EstateSystem[];
  readonly onState: (system: string) => void;
}

function Systems({ systems, onState }: SystemsProps) {
  const has = (name: string): boolean => systems.some(({ system }) => system === name);
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(17rem,1fr))] gap-4">
        {systems.map((system) => (
          <SystemCard key={system.system} system={system} onState={() => onState(system.system)} />
        ))}
      </div>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        {has('shopify') && <ShopOrders />}
        {has('sap') && <SalesOrders />}
      </div>
    </>
  );
}

function NoEstate() {
  return (
    <EmptyState icon={<Store size={20} />} title="The virtual estate is not running">
      Start Lockstep with <code className="font-mono text-text">LOCKSTEP_DEMO=1</code> to have a simulated shop, ERP and
      warehouse here.
    </EmptyState>
  );
}
