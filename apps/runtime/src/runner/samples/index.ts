export { type RunSamplesOptions, runSamples } from './run-samples.ts';
export { tryExpression } from './try-expression.ts';
export { type SampleParts, type Trial, trySample } from './try-sample.ts';
