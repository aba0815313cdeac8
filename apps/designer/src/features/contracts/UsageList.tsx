import { type ContractUse, getContractUsage } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, SkeletonRows, Table, Td, Th } from '../../ui/index.ts';

const WHERE: Readonly<Record<ContractUse['where'], string>> = {
  draft: 'Draft',
  published: 'Published',
  running: 'Older version, runs under way',
  topic: 'Topic',
};

/** Flows and topics that name a contract, which version that means, and whether there is a better one. */
export function UsageList({ name }: { readonly name: string }) {
  const query = useCall(getContractUsage, { params: { name } });
  return (
    <AnswerView query={query} what="The use" loading={<SkeletonRows label="Loading who uses it" />}>
      {({ uses }) => <UseTable uses={uses} />}
    </AnswerView>
  );
}

export function UseTable({ uses }: { readonly uses: readonly ContractUse[] }) {
  if (uses.length === 0)
    return <p className="px-4 py-6 text-center text-muted text-sm">No flow and no topic uses it.</p>;
  return (
    <Table label="Used by">
      <thead>
        <tr>
          <Th>Flow or topic</Th>
          <Th className="w-52">Where</Th>
          <Th className="hidden w-40 @2xl:table-cell">Named as</Th>
          <Th className="w-48">Means</Th>
        </tr>
      </thead>
      <tbody>
        {uses.map((use) => (
          <UseRow key={`${use.where} ${use.flowId} ${use.flowVersion} ${use.node} ${use.topic} ${use.ref}`} use={use} />
        ))}
      </tbody>
    </Table>
  );
}

function UseRow({ use }: { readonly use: ContractUse }) {
  const { where, flowVersion, openRuns, ref, version, deprecated, offered } = use;
  return (
    <tr data-testid={`contract-use:${use.flowId ?? use.topic}`}>
      <Td>
        <Place use={use} />
      </Td>
      <Td className="text-sm">
        {WHERE[where]}
        {flowVersion !== undefined && <span className="text-muted"> {flowVersion}</span>}
        {openRuns !== undefined && <p className="text-muted text-xs">{openRuns} open</p>}
      </Td>
      <Td className="hidden @2xl:table-cell">
        <code className="font-mono text-xs">{ref}</code>
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-1.5">
          <span className="tabular">{version ?? 'Nothing'}</span>
          {deprecated && <Badge tone="waiting">Deprecated</Badge>}
          {offered !== undefined && <Badge tone="accent">{offered} is there</Badge>}
        </span>
      </Td>
    </tr>
  );
}

function Place({
  use: { flowId, flowName, node, nodeName, topic, where, flowVersion },
}: {
  readonly use: ContractUse;
}) {
  if (flowId === undefined) {
    return (
      <Link to="/topics/$topic" params={{ topic: topic ?? '' }} className="rounded text-accent-text hover:underline">
        {topic}
      </Link>
    );
  }
  return (
    <>
      <Link
        to="/flows/$flowId"
        params={{ flowId }}
        search={{ node, ...(where === 'running' && { v: flowVersion }) }}
        className="rounded text-accent-text hover:underline"
      >
        {flowName}
      </Link>
      <p className="truncate text-muted text-xs">{nodeName}</p>
    </>
  );
}
