import { hostConformance } from './conformance.ts';
import { memoryWorld } from './memory-world.ts';

hostConformance('memory', memoryWorld);
