import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Form } from './form.ts';

/**
 * A secret, and the name by which it is known while another takes its place.
 *
 * @example
 * ```ts
 * const secret: NamedSecret = { id: '2026-11', secret: '0123456789abcdef0123456789abcdef' };
 * ```
 */
export interface NamedSecret {
  /** Absent where there is only one, which nobody named. */
  readonly id?: string;
  readonly secret: string;
}

const SHORTEST_SECRET = 32;

/** One secret, or `id:secret,id:secret` of which the first signs and all are accepted. */
export const signingSecrets: Form<readonly NamedSecret[]> = {
  allowed:
    `at least ${SHORTEST_SECRET} bytes without : and , (openssl rand -hex 32 prints such), ` +
    'or id:secret,id:secret, of which the first signs',
  parse: (text) => secretsThat(text, (secret) => Buffer.byteLength(secret) >= SHORTEST_SECRET),
};

/** One key, or `id:base64,id:base64` of which the first encrypts and all decrypt. */
export const encryptionKeys: Form<readonly NamedSecret[]> = {
  allowed: '32 bytes in base64, or id:base64,id:base64, of which the first encrypts',
  parse: (text) =>
    secretsThat(text, (secret) => /^[\w+/-]+={0,2}$/.test(secret) && Buffer.from(secret, 'base64').length === 32),
};

function secretsThat(text: string, fits: (secret: string) => boolean): readonly NamedSecret[] | undefined {
  if (!/[:,]/.test(text)) return fits(text) ? [{ secret: text }] : undefined;
  const secrets: NamedSecret[] = [];
  for (const part of text.split(',')) {
    const [, id, secret] = /^([\w.-]{1,64}):([^:]+)$/.exec(part.trim()) ?? [];
    if (id === undefined || secret === undefined || !fits(secret)) return undefined;
    if (secrets.some((other) => other.id === id)) return undefined;
    secrets.push({ id, secret });
  }
  return secrets;
}

const PEM = /-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g;

/**
 * One or more keys in PEM; line breaks may be written as `\n`. The first is private and signs; those after it, private
 * or public, are of tokens that are still good.
 */
export const signingKeys: Form<readonly string[]> = {
  allowed:
    'an Ed25519 or RSA private key in PEM (RSA: 2048 bits or more), perhaps followed by older keys of the same kind',
  parse(text) {
    const lines = text.replaceAll('\\n', '\n');
    const blocks = lines.match(PEM) ?? [];
    const keys = blocks.map(keyOf);
    const [first] = keys;
    const isAlone = lines.replace(PEM, '').trim() === '';
    return isAlone && first?.type === 'private' && keys.every((key) => isUsable(key) && isSameKind(key, first))
      ? blocks
      : undefined;
  },
};

function keyOf(pem: string): KeyObject | undefined {
  try {
    return pem.includes('PRIVATE KEY-----') ? createPrivateKey(pem) : createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function isUsable(key: KeyObject | undefined): key is KeyObject {
  if (key?.asymmetricKeyType === 'rsa') return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  return key?.asymmetricKeyType === 'ed25519';
}

function isSameKind(key: KeyObject, other: KeyObject): boolean {
  return key.asymmetricKeyType === other.asymmetricKeyType;
}
