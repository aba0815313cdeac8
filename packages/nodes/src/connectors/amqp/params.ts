import { z } from 'zod';

export const amqpParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'amqp', label: 'Connection', fixed: true });
