import { z } from 'zod';

export const mqttParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'mqtt', label: 'Connection', fixed: true });
