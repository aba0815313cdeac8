import { PromotionPlan } from '@lockstep/schema/api';
import { z } from 'zod';

const PlanFile = z.object({ plan: PromotionPlan });

/** The plan that `lockstep promote --json` wrote, or what is wrong with the text. */
export function readPlanFile(text: string): PromotionPlan | string {
  try {
    const read = PlanFile.safeParse(JSON.parse(text));
    return read.success ? read.data.plan : 'It is not what lockstep promote --json writes.';
  } catch {
    return 'It is no JSON.';
  }
}
