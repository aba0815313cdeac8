import { listPromotions } from '@lockstep/schema/api';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Card, SkeletonRows, Time } from '../../ui/index.ts';
import { PromotedList } from './PromotedList.tsx';

/** What went from here, when, by whom and why. */
export function PromotionHistory() {
  const found = useCall(listPromotions, {});
  return (
    <Card>
      <section aria-label="History of promotions">
        <h2 className="font-semibold text-base">History</h2>
        <AnswerView query={found} what="The history" loading={<SkeletonRows label="Loading the history" />}>
          {({ promotions }) =>
            promotions.length === 0 ? (
              <p className="mt-1 text-muted text-sm">Nothing was promoted from here yet.</p>
            ) : (
              <ol className="mt-2 flex flex-col gap-3">
                {promotions.map((promotion) => (
                  <li key={promotion.id} className="rounded-xl border px-3 py-2">
                    <p className="flex justify-between gap-3 text-sm">
                      <span className="font-medium">{promotion.reason}</span>
                      <span className="shrink-0 text-muted text-xs">
                        {promotion.by}, to {promotion.environment}, <Time at={promotion.at} />
                      </span>
                    </p>
                    <PromotedList promotion={promotion} />
                  </li>
                ))}
              </ol>
            )
          }
        </AnswerView>
      </section>
    </Card>
  );
}
