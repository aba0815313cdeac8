import { type CapabilitySummary, listCapabilities } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, formatCount, Page, PageBody, SkeletonRows, Table, Td, Th } from '../../ui/index.ts';
import { nameOf } from './capability-words.ts';

/** What business flows may ask of systems: who offers it, who calls it, and what serves it. */
export function CapabilitiesPage() {
  const found = useCall(listCapabilities, {});
  return (
    <Page
      title="Capabilities"
      lead="What business flows ask of systems without knowing them. A binding says which flow serves it."
    >
      <PageBody>
        <Card flush>
          <AnswerView query={found} what="Capabilities" loading={<SkeletonRows label="Loading capabilities" />}>
            {({ capabilities }) => (
              <Table label="Capabilities">
                <thead>
                  <tr>
                    <Th>Capability</Th>
                    <Th className="w-72 @7xl:w-1/4">Served by</Th>
                    <Th className="w-24 text-right!">Offers</Th>
                    <Th className="w-24 text-right!">Callers</Th>
                    <Th className="hidden w-32 text-right! @3xl:table-cell">Calls, 24 h</Th>
                    <Th className="hidden w-72 @7xl:w-1/4 @5xl:table-cell">Contracts</Th>
                  </tr>
                </thead>
                <tbody>
                  {capabilities.map((each) => (
                    <CapabilityRow key={each.name} capability={each} />
                  ))}
                </tbody>
              </Table>
            )}
          </AnswerView>
        </Card>
      </PageBody>
    </Page>
  );
}

function CapabilityRow({ capability }: { readonly capability: CapabilitySummary }) {
  const { name, title, description, domain, input, output, offers, callers } = capability;
  const calls = offers.reduce((sum, { served24h }) => sum + served24h, 0);
  return (
    <tr data-testid={`capability-row:${name}`} className="relative hover:bg-hover/60">
      <Td>
        <div className="flex items-center gap-2">
          <Link
            to="/capabilities/$capability"
            params={{ capability: name }}
            className="truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
          >
            {title}
          </Link>
          <Badge tone="plain">{domain}</Badge>
        </div>
        <p className="truncate text-muted text-xs" title={description}>
          {description}
        </p>
      </Td>
      <Td>
        <ServedBy capability={capability} />
      </Td>
      <Td className="tabular text-right!">{formatCount(offers.length)}</Td>
      <Td className="tabular text-right!">{formatCount(new Set(callers.map(({ flowId }) => flowId)).size)}</Td>
      <Td className="tabular hidden text-right! @3xl:table-cell">{formatCount(calls)}</Td>
      <Td className="hidden @5xl:table-cell">
        <p className="truncate font-mono text-muted text-xs">{input}</p>
        <p className="truncate font-mono text-muted text-xs">{output}</p>
      </Td>
    </tr>
  );
}

function ServedBy({ capability: { binding, offers } }: { readonly capability: CapabilitySummary }) {
  if (!binding) return <span className="text-muted">Nothing yet</span>;
  const { flow, rules, share, shadow } = binding.binding;
  return (
    <>
      <p className="truncate" title={nameOf(offers)(flow)}>
        {nameOf(offers)(flow)}
      </p>
      <p className="flex items-center gap-1 text-muted text-xs">
        Binding {binding.version}
        {rules.length > 0 && <Badge>{rules.length === 1 ? '1 rule' : `${rules.length} rules`}</Badge>}
        {share && <Badge tone="accent">{share.percent} % elsewhere</Badge>}
        {shadow && <Badge tone="running">compared</Badge>}
      </p>
    </>
  );
}
