import { listScenarios } from '@lockstep/schema/api';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { EmptyState, Page, PageBody, SearchInput, SkeletonRows } from '../../ui/index.ts';
import { FlowBoard } from './FlowBoard.tsx';

/** Flows by scenarios: how each did, how steadily, and what of each drawing nobody has tried. */
export function ScenariosPage() {
  const found = useCall(listScenarios, {});
  const [search, setSearch] = useState('');
  const words = search.toLowerCase();
  return (
    <Page
      title="Scenarios"
      lead="Messages with what must come of them. They run here in virtual time, and reach nothing outside."
      toolbar={<SearchInput label="Search flows and scenarios" value={search} onChange={setSearch} />}
    >
      <PageBody>
        <AnswerView query={found} what="Scenarios" loading={<SkeletonRows label="Loading scenarios" />}>
          {({ flows }) => {
            if (flows.length === 0)
              return (
                <EmptyState icon={<FlaskConical size={20} />} title="No scenario yet">
                  Open a run and choose “Save as scenario”: its message, what other systems answered and the way it went
                  become a test of the flow.
                </EmptyState>
              );
            const shown = flows.filter(
              ({ name, scenarios }) =>
                name.toLowerCase().includes(words) || scenarios.some((one) => one.name.toLowerCase().includes(words)),
            );
            return (
              <div className="flex flex-col gap-4">
                {shown.map((flow) => (
                  <FlowBoard key={flow.flowId} flow={flow} />
                ))}
                {shown.length === 0 && <p className="py-10 text-center text-muted">Nothing is called that.</p>}
              </div>
            );
          }}
        </AnswerView>
      </PageBody>
    </Page>
  );
}
