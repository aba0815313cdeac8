import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';

/** The key that signs the simulator's webhooks: the same at every start, and means nothing outside. */
const PRIVATE_JWK: JsonWebKey = {
  kty: 'RSA',
  n: 'vEoYTcpGK_eVfxfTWBGkWsBCWKiLCr2sD3rtv7FbCAg7kU0s_oPfzxPZA0TTx19wcBz2yPevXFZZzwYsKiLVkE5vqqSkTRsnk91Iz3uHqLdfKF_06WhMqtv4UTKN-Sz-lAKxcZw0nccSAWGL4_WKmSb9IwYaC0h07yi4zvWW4Rcclv1UcetatkPceSpMGpLnPH7GXF6wX7_S8bHK0NuTOOn9IYlqZe4liIrvBa4JFWYUM2Hyt7_F7TTF6pVZ_lq7pRuDizH_lphv7ba72EmmswXKwqxFJ_be9K5EgEQfataQRoJixUb8foD5EYrznz6k-1Wj-GP7JMLKhlYLUcjmSw',
  e: 'AQAB',
  d: 'TK8UlOHzkEaGQTuv3Gda-4bfvoHuFtLGt4tGNtMBkxTfRb8buxB0Xz7jHDy0z7cj8NUrARA3ADE-5FzMMeD7_4iiW-ov7CNKDCOMWswhpOoBvEzQTxsmVlO-HzuqrLfRevBZ2j5XA4cm4x8aPR4sc1F4uQHsK3o3_YslMUy-RS9TPwMWMRKewTum3k36OqJDFXNr066t0mi5_bXcduEc7QisW9Wm6HOGFBxJwA9gsuMbYfpe0qGao7rRI6WjK9K9_cRvpNw6GgQUReRnTOS10FIzPoi5N3RkR_Lj2omRC9bu1XAuR91Kt4NI6B40l-U9uCPlwk-dne2S1dqN4jKIOQ',
  p: '-Mk7iixNggzCk2o8D-bqSCsp557wXYCgGzcdPqdfCXqmJH9V4BU2wxNCUMUc0twf4-3qFYGMj3NNagzeqmLIIKp2CTZsoMfFRvZuPdBS-Wxs7tBNtnfisgsQSYKJn09KOQtzp0M5daho_CBIQqsHShw07P-PMyrfU5V8S_tjL30',
  q: 'wb_J-DF8gkGIMKsO9JP9C9XQH-H6dOQRVimXPbBfS9SPFfb6b7ypZT48aOvp5RHTxaAeEqAXyfA8dpepSeq4cdPnO0QN_uItoamY3-0Wu85jzfcblYZQC-pYKuocQidiTjEyllT37mUW8Ecyb9QT2hOf1o3RalJsa5mRBP3T52c',
  dp: 'mhxlwokBFl97JMA5JoyfckcytSUytmkYROOWPRqG96M_SfqLIr1hZ-QFP21rFn9_Tb0yNVJD1RTSzq_cOuXoHLwbVEefcNVvMi8zSR1EWPe-Xw0wJqkLB8lstGylfccrLj0WznUJIgZJymzg9lNlt5XTf0Ar38FeCDPghFzcKy0',
  dq: 'f7IiMXycLVV3p2v2rWgkLXq8c2cDJatzabB7x-LIzDfKHpXrNV3I37uHITfrrlhzlRsU9v2g8C1wDFGk99zFt_ALxNnzx3vWy2f2JBAlHZ7H1OX6vjAJ7fCEL7Sg71D5z8NJLh_OUMc7uR2TtnS2qNKqVESgM00jvD84f2u0EB0',
  qi: 's6cC4WrWktwdWVacweQpWNplJk-aLnxGjzzP_hQ5rUFme0UARKKc4r9JxPXFTQK3iVNNIwh_V7r5NaKN7L85Gkp3mzz_SUU0UgfmzJGpwXaMthIrfRVvefDbsnaapKAFWc1bLPbMmSTBR1BcxxEEQwEu7xKoNIRaq8duPnQtnXM',
};

export const KEY_ID = 'lockstep-estate-1';

export const privateKey = createPrivateKey({ key: PRIVATE_JWK, format: 'jwk' });

/** The public keys as a receiver gets them. */
export const JWKS = JSON.stringify({
  keys: [{ ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }],
});
