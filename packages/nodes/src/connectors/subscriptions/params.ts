import { z } from 'zod';

export const rechargeParam = z
  .string()
  .min(1)
  .meta({ label: 'Connection', editor: 'connection', system: 'recharge', fixed: true });

export const chargeParam = z
  .int()
  .min(1)
  .describe('Number of the charge at Recharge.')
  .meta({ label: 'Charge', placeholder: '=input.charge.id' });
