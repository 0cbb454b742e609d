export { createBucketlistApi, type BucketlistApiOptions } from './bucketlist/index.ts';
export { createCastingApi, type CastingApiOptions, type ExternalSignIn } from './casting/index.ts';
export { json, type Answer, type ReadyAnswer } from './http/answer.ts';
export type {
  Api,
  ApiName,
  ApiOptions,
  Endpoint,
  Handler,
  HttpEnvironment,
  HttpFailure,
  HttpMethod,
} from './http/api.ts';
export { createHttpApp, failureOf, type HttpAppOptions } from './http/app.ts';
export type { Exchange } from './http/exchange.ts';
export type { AnsweredRequest, Observer } from './http/observer.ts';
export {
  createHackathonApi,
  type HackathonApiOptions,
  type PushEntrance,
  type PusherEntrance,
  type TwilioSettings,
} from './hackathon/index.ts';
export { aesGcmPasswordCipher, type Keys } from './instagram/aes-gcm-password-cipher.ts';
export { createInstagramApi } from './instagram/index.ts';
export { KeyRing, type EncryptionKey, type Sealed } from './instagram/key-ring.ts';
export { createMediaApi } from './media/index.ts';
export { argon2idHasher, type Argon2idHasher, type Argon2idOptions } from './identity/argon2id-hasher.ts';
export { createExternalTokens, NO_EXTERNAL_TOKENS, type ExternalTokensOptions } from './identity/external-tokens.ts';
export { jwtAccessTokens, type JwtAccessTokens, type JwtAccessTokensOptions } from './identity/jwt-access-tokens.ts';
export type { PublicJwk, SigningAlgorithm, SigningKey } from './identity/signing-keys.ts';
export type { BridgePatience } from './outbound/bridge/connection.ts';
export { bridgeDocument } from './outbound/bridge/document.ts';
export { createInstagramBridge, type InstagramBridgeOptions } from './outbound/instagram-bridge.ts';
export { OidcIssuer, type OidcIssuerOptions, type OidcMetadata } from './outbound/oidc-issuer.ts';
