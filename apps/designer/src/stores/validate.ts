export { validateFlow } from '@lockstep/schema/graph';
