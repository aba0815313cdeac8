export { type Generated, type GenerateOptions, generateSamples } from './generate.ts';
export { expectationOf, type Judgement, judgeSample, type SampleState } from './judge.ts';
export { type Masked, maskSample } from './mask.ts';
export { seedOf } from './random.ts';
