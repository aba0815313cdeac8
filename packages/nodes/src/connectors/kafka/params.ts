import { z } from 'zod';

export const kafkaParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'kafka', label: 'Connection', fixed: true });

/** What a topic may be called. */
export const TOPIC = /^[A-Za-z0-9._-]+$/;
