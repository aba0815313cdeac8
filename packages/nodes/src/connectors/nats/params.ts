import { z } from 'zod';

export const natsParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'nats', label: 'Connection', fixed: true });
