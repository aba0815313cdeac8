import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';

/** The key of the simulated connected app: the same at every start, and means nothing outside. */
const PRIVATE_JWK: JsonWebKey = {
  kty: 'RSA',
  n: 'tv0w2Y29K5wBJjdn-aCIYLWGmCxIY76aUPDuC4dw88NLDA5XINy1t5WG30AxCabbwniWchv2jT_Xw9nmzMTrvsNBe5onPhGr9lWmHkVW1NCqeKYifNPRqrFF3-BOlTvRYxlMNONp8GZiTopw189-lLWI3LRqgYo91rsgq9W8HSlHkIUN3AApADEZMn-uLb81f-sfwu7ua0QcZaoBcD5Y6NrdAxFF113vcTTYhxR8pHvcuytCnAI5qHc6y79mqJ7zT5WlhfVwV2g_ZlvVwtHz-ewAcXSi9LIsToE-JzYQTPwoydmAdXohpxpNDuN8aM3l3kWx3V_d7OmiFcril3PIPw',
  e: 'AQAB',
  d: 'B6Bl1D2tNLQXPL47kEmVHGB0cDDoSlI76fqOXwN_PRdWnfVx55y4_0bsHvi97ebEIf2pNUFwh3cfbd7N6y0ueGvBvuvm-19FwBMfe5XIPT-Qkij_Amcj6oArOV4Gw9qlz3AcMY72lIL5CDYc5wZKS7YXe-R_8HPrrZdstSpsc4qeGTQVvgQBKpez138zCLNSr7wY4cy8Ur_b4MeV0zePL4NX9PcLW--snK26MgMtsbR_BJ-dN7AyIDUr9z4P9hSq_7RI-k8FusYnTX1quY48bk5ja6jFevBrTpLEpQ-wmPVnlKpma7fUWYvohfwX9qG2sr0Vq7FkwggdX5MLR2FJgQ',
  p: '-cA3icN-Tib0UpvHzQe6Eaft7taJIwXZVUSq7O4j01ZIPb-875bzo8uA3N7KqUJhtfsMMUe4-x_4ynGQn8aGtPwMLDvGVIJmlzwKOQQioEhgvB0x0TS-yOHW-tjDLRCaAIcvGl7r5qoyMSK-Mi4D2OJtmvxpMAiCrgSR0yuaAJs',
  q: 'u5FUeFSl6-dm6Sd21sSYGlhso02O4zk3Ry0Yz5YOundX3eUp48ozFLgDrGsNOi6yZfMFZvpW5E5lu6rc6Pw5j8A3d-wIHbLm5fMI3MmgoH8LNlHVPjqT5qALpfk1hGFPeBRr4Hr6MaWxSZbhJOnDBG0HgIbBS3SntJQTaQ_XVy0',
  dp: 'EFk2yXvUjsUaBTZRU-iHk5RMjO_aNkKxwVUnYy8LhVAGlpQwh_Z3qGcv3kVvOrkvsDvoxmkNgNLM9GOOtgbG1p4RJewbxXhrwsaZXLYalidmvamjkzBCtN-jtPPvgsmtaw9uU-mWw5ishG7jyGEeu1nHFvgi4pQMCdwet5YJFLU',
  dq: 'IRoe3DWkKqPmB5PNZ02-wjeExLU1WGiKlucgj9Idu07AlQqSf_75UNjA3TbvWKtRFKj09R2NJDGpxpr67atFxVbY8zMWo5clJMPldoGm9Ww2YFnE1nykCXmJVLtMdJZv3fNMrotFiGmDhkc4aLlQj4FmZ4pgpp5p0nanjk0bZek',
  qi: 'qzqLvkjEPeXMvNDuKmjjVz3Ug70fxQB6-yXjLRpyxKv3lLZBw2SmWWIj2F4o72pzinApr9QDxYQVYn-3q67F_hgoyQCuh3oXGBX7eRtd6Ae2cLn8u8-gsPXR0I4ojAATHuewdhRacxuzZh-1jZLnmm9-1qPo1nI5Eu7nsu05Pyc',
};

const key = createPrivateKey({ key: PRIVATE_JWK, format: 'jwk' });

/** PEM, as it is pasted into a connection. */
export const APP_PRIVATE_KEY = key.export({ format: 'pem', type: 'pkcs8' }).toString();

/** What the org knows of it. */
export const appPublicKey = createPublicKey(key);
