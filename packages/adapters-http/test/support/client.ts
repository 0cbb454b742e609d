import { expect } from 'vitest';

/** A bucket as it is shown. */
interface BucketBody {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** An item as it is shown. */
interface ItemBody extends BucketBody {
  readonly bucketId: number;
  readonly description: string | null;
}

/** Every attribute that an answer of the API may have. */
export interface AnswerBody extends Partial<BucketBody> {
  readonly status: 'success' | 'failed';
  readonly message?: string;
  readonly auth_token?: string;
  readonly previous?: string | null;
  readonly next?: string | null;
  readonly count?: number;
  readonly bucket?: BucketBody;
  readonly buckets?: readonly BucketBody[];
  readonly item?: ItemBody;
  readonly items?: readonly ItemBody[];
}

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: AnswerBody;
}

/** What goes with a request beside its method and path. */
export interface Sent {
  /** Sent as JSON, with its content type. */
  readonly json?: unknown;
  /** Sent as it is; the content type is JSON where `type` says nothing else. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
  /** The content type; `null` sends none. */
  readonly type?: string | null;
  /** The whole `Authorization` header; `null` sends none. Absent: `Bearer` and the client's own token. */
  readonly authorization?: string | null;
  readonly headers?: Record<string, string>;
}

/** Somebody who uses the API: an address, and a token once they have logged in. */
export interface Client {
  /** Everything up to and with `/v1`. */
  readonly base: string;
  readonly token: string;
  readonly email: string;
  readonly password: string;
  /**
   * Sends a request and checks the form of its answer.
   *
   * @param request - `PUT /bucketlists/3`, below `/v1`
   */
  ask(request: string, sent?: Sent): Promise<Answer>;
  with(changed: Partial<Pick<Client, 'token' | 'password'>>): Client;
}

/** Somebody without a token. */
export function stranger(base: string, known: Partial<Pick<Client, 'token' | 'email' | 'password'>> = {}): Client {
  const { token = '', email = freshEmail(), password = '123456' } = known;
  return {
    base,
    token,
    email,
    password,
    ask: async (request, sent = {}) => {
      const [method = '', path = ''] = request.split(' ');
      return inForm(await send(method, base + path, { ...(token && { authorization: `Bearer ${token}` }), ...sent }));
    },
    with: (changed) => stranger(base, { token, email, password, ...changed }),
  };
}

/** Somebody with an account of their own, logged in. */
export async function newUser(base: string, email: string = freshEmail(), password = '123456'): Promise<Client> {
  const { body } = await stranger(base).ask('POST /auth/register', { json: { email, password } });
  expect(body).toMatchObject({ status: 'success', auth_token: expect.any(String) });
  return stranger(base, { token: body.auth_token ?? '', email, password });
}

/** The same user once more, with a token of a new login. */
export async function logIn({ base, email, password }: Client): Promise<Client> {
  const { body } = await stranger(base).ask('POST /auth/login', { json: { email, password } });
  expect(body).toMatchObject({ status: 'success', auth_token: expect.any(String) });
  return stranger(base, { token: body.auth_token ?? '', email, password });
}

/** The same user, at another server on the same storage. */
export function at({ base }: Pick<Client, 'base'>, { token, email, password }: Client): Client {
  return stranger(base, { token, email, password });
}

/** How many answers have each status: `{ 201: 1, 400: 5 }`. */
export function tally(answers: readonly Pick<Answer, 'status'>[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

let emails = 0;

/** An email that no other test has. */
export function freshEmail(): string {
  return `user-${process.pid}-${Date.now().toString(36)}-${(emails += 1)}@example.com`;
}

/** One request to any address, without a look at the answer. Redirects are not followed. */
export async function send(method: string, url: string, sent: Sent = {}): Promise<Response> {
  const body = 'json' in sent ? JSON.stringify(sent.json) : sent.text;
  const type = sent.type === undefined && body !== undefined ? 'application/json' : sent.type;
  return fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(type && { 'content-type': type }),
      ...(sent.authorization && { authorization: sent.authorization }),
      ...sent.headers,
    },
    // a string would get a content type of its own
    ...(body !== undefined && { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
  });
}

/** The answer, after a look at what every answer has in common. */
export async function inForm(response: Response): Promise<Answer> {
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  return { ...answer, body: checkForm(answer.status, answer.headers.get('content-type'), answer.text) };
}

/** Checks the envelope, and that it fits the status. */
export function checkForm(status: number, contentType: string | null | undefined, text: string): AnswerBody {
  const shown = `${status} ${contentType ?? 'without content type'}: ${text.slice(0, 500)}`;
  expect(contentType, shown).toBe('application/json');
  const body = JSON.parse(text) as AnswerBody;
  expect(body, shown).toBeTypeOf('object');
  expect(['success', 'failed'], shown).toContain(body.status);
  if (body.status === 'failed') expect(Object.keys(body).toSorted(), shown).toEqual(['message', 'status']);
  if (body.status === 'failed') expect(body.message, shown).toMatch(/\S/u);
  else expect(status, shown).toBeLessThan(300);
  if (status >= 300) expect(body.status, shown).toBe('failed');
  return body;
}
