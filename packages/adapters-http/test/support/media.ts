import { expect } from 'vitest';
import { send, type Sent } from './client.ts';

/** A media element as it is answered. */
export interface ElementBody {
  readonly id: number;
  readonly name: string;
  readonly medium: string;
  readonly consumed_state: string;
  readonly description: string;
  readonly order: number;
}

/** What the media tracker answers. */
interface MediaBody {
  readonly success: boolean;
  readonly message: string;
  readonly data?: unknown;
  readonly auth_token?: string;
}

/** An answer of the media tracker. */
interface MediaAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: MediaBody;
}

/** Somebody who uses the media tracker. */
export interface MediaClient {
  /** Scheme, host, port and base path. */
  readonly base: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
  /**
   * Sends a request and checks the form of its answer.
   *
   * @param request - `PUT /user/{user}/media`: the user's own name takes the place of `{user}`
   */
  ask(request: string, sent?: Sent): Promise<MediaAnswer>;
  /** Stores one element. */
  put(element: object): Promise<ElementBody>;
  /** All elements. */
  list(): Promise<readonly ElementBody[]>;
}

/** Somebody with a token, good or not. */
export function mediaClient(base: string, username: string, token: string, password = 'pass123'): MediaClient {
  const ask: MediaClient['ask'] = async (request, sent = {}) => {
    const [method = '', path = ''] = request.split(' ');
    const url = base + path.replace('{user}', encodeURIComponent(username));
    return inMediaForm(await send(method, url, { ...(token && { authorization: `JWT ${token}` }), ...sent }));
  };
  return {
    base,
    username,
    password,
    token,
    ask,
    put: async (element) => {
      const { status, body } = await ask('PUT /user/{user}/media', { json: element });
      expect([status, body.success]).toEqual([200, true]);
      return body.data as ElementBody;
    },
    list: async () => (await ask('GET /user/{user}/media')).body.data as ElementBody[],
  };
}

/** Somebody with an account of their own. */
export async function newMediaUser(base: string, username: string = freshName()): Promise<MediaClient> {
  const stranger = mediaClient(base, username, '');
  const { body } = await stranger.ask('POST /register', { json: { username, password: stranger.password } });
  return mediaClient(base, username, body.auth_token ?? expect.fail(body.message));
}

let names = 0;

/** A username that no other test has. */
export function freshName(): string {
  return `John-${process.pid}-${Date.now().toString(36)}-${(names += 1)}`;
}

/** The answer, after a look at what every answer has in common. */
async function inMediaForm(response: Response): Promise<MediaAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  const shown = `${status}: ${text.slice(0, 500)}`;
  expect(headers.get('content-type'), shown).toBe('application/json');
  const body = JSON.parse(text) as MediaBody;
  expect(body.success, shown).toBe(status < 300);
  expect(body.message, shown).toMatch(/\S/u);
  const known = new Set(['success', 'message', 'data', 'auth_token']);
  expect(
    Object.keys(body).filter((key) => !known.has(key)),
    shown,
  ).toEqual([]);
  return { status, headers, body };
}
