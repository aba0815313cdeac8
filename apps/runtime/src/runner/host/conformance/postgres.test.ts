import { hostConformance } from './conformance.ts';
import { postgresWorld } from './postgres-world.ts';

hostConformance('PostgreSQL', postgresWorld);
