import type { SourceDelay } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Card, formatCount, formatDuration, Table, Td, Th } from '../../ui/index.ts';

/** How late flows hear of what happened elsewhere, and are done with it, by the clocks of the sources. */
export function DelayTable({ delays }: { readonly delays: readonly SourceDelay[] }) {
  return (
    <Card flush title="From where it happened to us, medians of the last 24 hours">
      <Table label="Delays by flow">
        <thead>
          <tr>
            <Th>Flow</Th>
            <Th className="w-28 text-right!">Messages</Th>
            <Th className="w-32 text-right!">Heard after</Th>
            <Th className="hidden w-28 text-right! @3xl:table-cell">95 % within</Th>
            <Th className="w-32 text-right!">Done after</Th>
            <Th className="hidden w-28 text-right! @3xl:table-cell">95 % within</Th>
          </tr>
        </thead>
        <tbody>
          {delays.map((delay) => (
            <Row key={delay.flowId} delay={delay} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ delay: { flowId, flowName, told, untold, ahead, heardMs, doneMs } }: { readonly delay: SourceDelay }) {
  return (
    <tr className="hover:bg-hover/60">
      <Td className="truncate">
        <Link to="/runs" search={{ flow: flowId }} className="rounded font-medium text-accent-text hover:underline">
          {flowName}
        </Link>
      </Td>
      <Td className="tabular text-right!">
        {formatCount(told)}
        {untold > 0 && <p className="text-muted text-xs">{formatCount(untold)} without</p>}
        {ahead > 0 && <p className="text-failed text-xs">{formatCount(ahead)} ahead of our clock</p>}
      </Td>
      <Td className="tabular text-right!">{shown(heardMs?.p50)}</Td>
      <Td className="tabular hidden text-right! text-muted @3xl:table-cell">{shown(heardMs?.p95)}</Td>
      <Td className="tabular text-right!">{shown(doneMs?.p50)}</Td>
      <Td className="tabular hidden text-right! text-muted @3xl:table-cell">{shown(doneMs?.p95)}</Td>
    </tr>
  );
}

const shown = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms));
