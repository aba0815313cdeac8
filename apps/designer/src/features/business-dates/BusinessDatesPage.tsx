import { type BusinessDates, getBusinessDates, getSourceDelays, type SystemDates } from '@lockstep/schema/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CalendarDays } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import {
  Card,
  EmptyState,
  formatCount,
  Page,
  PageBody,
  Segmented,
  SkeletonRows,
  Table,
  Td,
  Th,
} from '../../ui/index.ts';
import { ConflictTable } from './ConflictTable.tsx';
import { DelayTable } from './DelayTable.tsx';
import { ZoneField } from './ZoneField.tsx';

const DAYS = ['7', '14', '31'].map((value) => ({ value, label: `${value} days` }));
const REFRESH_MS = 30_000;

/** Orders by business date of a zone, as each system dates them: where books that are closed by the day cannot agree. */
export function BusinessDatesPage() {
  const search = useSearch({ from: '/business-dates' });
  const navigate = useNavigate({ from: '/business-dates' });
  const { zone = Intl.DateTimeFormat().resolvedOptions().timeZone, days = 7 } = search;
  const change = (next: typeof search): void => void navigate({ search: { ...search, ...next }, replace: true });
  const dates = useCall(getBusinessDates, { query: { timeZone: zone, days } }, { refetchInterval: REFRESH_MS });
  const { data: behind } = useCall(getSourceDelays, {}, { refetchInterval: REFRESH_MS });
  return (
    <Page
      title="Business dates"
      lead="Orders by the day on which they began, and the day each system has them under. All times are kept in UTC."
      toolbar={
        <>
          <ZoneField value={zone} onChange={(next) => change({ zone: next })} />
          <Segmented
            label="Days looked at"
            value={String(days)}
            options={DAYS}
            onChange={(next) => change({ days: Number(next) })}
          />
        </>
      }
    >
      <PageBody className="flex flex-col gap-4">
        <Card flush>
          <AnswerView query={dates} what="Business dates" loading={<SkeletonRows label="Loading business dates" />}>
            {(value) =>
              value.days.every(({ cases }) => cases === 0) ? (
                <EmptyState icon={<CalendarDays size={20} />} title="No order on these days">
                  Orders of which a flow keeps a case appear here by their business date.
                </EmptyState>
              ) : (
                <DayTable dates={value} />
              )
            }
          </AnswerView>
        </Card>
        {dates.data !== undefined && dates.data.conflictCount > 0 && <ConflictTable dates={dates.data} />}
        {behind !== undefined && behind.delays.length > 0 && <DelayTable delays={behind.delays} />}
      </PageBody>
    </Page>
  );
}

function DayTable({ dates: { days, systems } }: { readonly dates: BusinessDates }) {
  return (
    <Table label="Orders by business date">
      <thead>
        <tr>
          <Th className="w-44">Business date</Th>
          <Th className="w-24 text-right">Orders</Th>
          {systems.map((system) => (
            <Th key={system}>{system}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.date} className="hover:bg-hover/60">
            <Td className="whitespace-nowrap font-medium">
              <time dateTime={day.date}>{day.date}</time>
              {day.hours !== 24 && <span className="ml-2 font-normal text-muted text-xs">{day.hours} hours</span>}
            </Td>
            <Td className="tabular text-right">{formatCount(day.cases)}</Td>
            {day.systems.map((each) => (
              <Td key={each.system}>
                <Dated {...each} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Dated({ same, other, none }: SystemDates) {
  if (same + other === 0) return <span className="text-faint">–</span>;
  return (
    <span className="tabular flex flex-wrap gap-x-2">
      {formatCount(same)}
      {other > 0 && <span className="text-failed">{formatCount(other)} on other days</span>}
      {none > 0 && <span className="text-muted">{formatCount(none)} not there</span>}
    </span>
  );
}
