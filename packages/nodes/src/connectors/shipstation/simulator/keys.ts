import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Key of the simulator's webhooks: the same at every start, and means nothing outside. */
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

/** The one that follows it, while keys are rotated. */
const NEXT_PRIVATE_JWK: JsonWebKey = {
  kty: 'RSA',
  n: 'vIjpSIzeDCX1n9qrIRLJsHNT7YDqvxRrOo4-Sz3kYvCt_2PyG88YNcPO5UIa8nJ_lWg1twfT9kYCnmL10s9xkiKL5JmrncF62UL8LfDWxqJlYcUS9YIZ3XPnQhIMSQMFH12wgHdvM-chF8-fiCFePRP8n4V2FvSbEMpG1Q4KymIY5se2jg75pb7ewS_nyUSN92HHoaAp57wrz87FBIO4PMpYxUFU3-LW5ZA1agHf_TMqSaTTlCkQb5EV_xA5WEN_9Fk5lT_D4jKXQUdwQTpxNczXeLuE8QOvc3mzm3liLsYNla7l9t8gNgweKedlcX-AcC635vpNYiK5MFR1b9qeCw',
  e: 'AQAB',
  d: 'L93W1KunKJBupzI-Znw9psXxFgi4EOFfRBOfLz08gf43PvMiIftXWzcmjUBWVR3K1KULljevkgQ-X_YiEW7Hl-GbgOOfFcNsrEJ8gjF2ZiIO-V6urJRmeroVicnJQrQ4lbkUudkY66WP2lrFVyuZoIo1hk69J6DcycuBZlBVXwJOxGweW0x7S44TBaUrMhuyKkMbYZr_tU4KQal0Yl4ktcrcpL7Lup1J9EwIV9Exr8VWbxcXo_uJEAnvv0TXwiBkHvmweTseJkmAmH8vqo6jcNbIC301YFXkURbf-Y-7cJs_FRn8zz7fs5Ursowqqwf4oWeOFH9SFllG1mIgH7dLKQ',
  p: '89cXDz0Cx1fsuuAyWTz-MTNJcxCU28D2jH1y1-OIaiiSUVZUlfKg_wd6y2kSjQugwRBAXanWlF8w75cetoXeaKiqMVkXgA6G4V97405jtsdjlCclPUf1eaRcbl--pi1ZMHfMqGybfr29YajrN82CfORtfbmpgSKMp9vw-oZMdt8',
  q: 'xe_IPjYn_TFKVqfMqf3SYchGlbKvvbkD8McAVeBWwWUD0baJp9eYFfhNAfAr907Sw_4G49AmEN00CwBQDgPrLBNr9a5mtYEeBt8bIzE842VIvV429AQmL6ul0O1kCW-PTSYdKxrJEgIWSFELutC0SqbwLSzo0DkSkIrifs6rmlU',
  dp: 'UBkfognQl9ryEJEE-PtoJJFMV1fjDizc0FmFGBXOAdFB_yX0syz4Zc33MEpbpalkLQdBnYLk0ehTEuD5Xcuru4VsIrm5Vn9vHylWcNyXNLtaopgZS4APyt2K31bkMYJEAf_YYpsKmR-KzkHGwpXnf08qCFqsq5bFzX4aMrFa_NE',
  dq: 'tyP7ZQR6z5wxqigsCAVgCTVjidMBJEvxx3B5cPvXia1LcVix2WhzwbAyoF52b6axAMMj4NmQvv3Mz3kEmVMq32dA9trdEYdcHwODenZuXgAy43Qu6GyGYIkzLTLY4pokPz_KsT1hWZYww8ypS7sbdg8sHsB00WRdNvwqQSY8RNk',
  qi: '0tO4d7BUBTN9wmGQJlHwj4wivIucmd1KMuj2aZvsBbrf7KpwlG6bKc0nxKjvlbIqIKk2yPURzCtPOA3xXVNsnt8x1QPPpB-4icuSyhmD8KUfWKsV_qrjNpY6VioBOwFFIn9dSXlDEM78QoYCcXQEgUugi0nIK1apOcomHjRlaeQ',
};

/** A key that signs webhooks, under the id that messages name. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export const SIGNING_KEY = signingKey('lockstep-estate-1', PRIVATE_JWK);
export const NEXT_SIGNING_KEY = signingKey('lockstep-estate-2', NEXT_PRIVATE_JWK);

/** The public keys as a receiver gets them: of one key, or of two while keys are rotated. */
export function jwksOf(keys: readonly SigningKey[]): string {
  return JSON.stringify({
    keys: keys.map(({ kid, privateKey }) => ({
      ...createPublicKey(privateKey).export({ format: 'jwk' }),
      ...{ kid, use: 'sig', alg: 'RS256' },
    })),
  });
}

export const JWKS = jwksOf([SIGNING_KEY]);

function signingKey(kid: string, key: JsonWebKey): SigningKey {
  return { kid, privateKey: createPrivateKey({ key, format: 'jwk' }) };
}
