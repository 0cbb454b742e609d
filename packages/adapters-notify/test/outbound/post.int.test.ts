import { openProxy } from '../../../adapters-http/test/support/tcp-proxy.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { openOutbound, type Outbound, type OutboundSettings, type Resolver } from '../../src/outbound/post.ts';
import { answering, openReceiver, type Answer, type Receiver } from '../support/receiver.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function outboundWith(settings: OutboundSettings): Outbound {
  const outbound = openOutbound(settings);
  opened.push(outbound);
  return outbound;
}

async function receiverOf(answer: Answer): Promise<Receiver> {
  const receiver = await openReceiver(answer);
  opened.push(receiver);
  return receiver;
}

const naming =
  (...answers: (readonly string[])[]): Resolver =>
  (_host, answer) => {
    const addresses = answers.shift();
    answer(
      null,
      (addresses ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

const postTo = (url: string): Parameters<Outbound['post']>[0] => ({ url: new URL(url), headers: {}, body: '{}' });

describe('addresses that are not of the public internet', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
    '[fd00:ec2::254]',
  ])('http://%s/ is not sent to', async (host) => {
    const failure = await outboundWith({}).post(postTo(`http://${host}/`));
    expect(failure._unsafeUnwrapErr().kind).toBe('address-forbidden');
  });

  test.each([[['127.0.0.1']], [['::1']], [['169.254.169.254']], [['93.184.215.14', '10.0.0.1']]])(
    'a name that means %j is not either',
    async (addresses) => {
      const failure = await outboundWith({ resolve: naming(addresses) }).post(postTo('http://rebind.example/'));
      expect(failure._unsafeUnwrapErr().kind).toBe('address-forbidden');
    },
  );

  test('localhost, as this machine looks it up, is not either', async () => {
    const receiver = await receiverOf(answering(204));
    const failure = await outboundWith({}).post(postTo(receiver.url.replace('127.0.0.1', 'localhost')));
    expect(failure._unsafeUnwrapErr().kind).toBe('address-forbidden');
    expect(receiver.connections()).toBe(0);
  });

  test('a name is looked up once: what it means a moment later is not connected to', async () => {
    const receiver = await receiverOf(answering(204));
    const { port } = new URL(receiver.url);
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const outbound = outboundWith({ resolve: naming(...answers), privateNetworks: true });
    expect((await outbound.post(postTo(`http://rebind.example:${port}/`)))._unsafeUnwrap()).toEqual({ status: 204 });
    expect(receiver.received[0]?.headers.host).toBe(`rebind.example:${port}`);
  });

  test('are sent to where that is allowed', async () => {
    const receiver = await receiverOf(answering(204));
    const posted = await outboundWith({ privateNetworks: true }).post(postTo(receiver.url));
    expect(posted._unsafeUnwrap()).toEqual({ status: 204 });
  });
});

describe('an answer', () => {
  const outbound = (): Outbound => outboundWith({ privateNetworks: true, timeout: 300 });

  test('that redirects is an answer as any other, and followed nowhere', async () => {
    const target = await receiverOf(answering(204));
    const receiver = await receiverOf((outgoing) => outgoing.writeHead(302, { Location: target.url }).end());
    expect((await outbound().post(postTo(receiver.url)))._unsafeUnwrap()).toEqual({ status: 302 });
    expect(target.received).toEqual([]);
  });

  test.each([
    ['7', 7],
    ['999999', 3_600],
    ['soon', undefined],
    [new Date(Date.now() - 60_000).toUTCString(), 0],
  ])('that says Retry-After: %s', async (text, seconds) => {
    const receiver = await receiverOf((outgoing) => outgoing.writeHead(503, { 'Retry-After': text }).end());
    const posted = (await outbound().post(postTo(receiver.url)))._unsafeUnwrap();
    expect(posted).toEqual({ status: 503, ...(seconds === undefined ? {} : { retryAfter: seconds }) });
  });

  test('comes over a new connection when the receiver has ended the old one', async () => {
    const receiver = await receiverOf(answering(204));
    const proxy = await openProxy(receiver.url);
    opened.push(proxy);
    const patient = outboundWith({ privateNetworks: true });
    for (let times = 0; times < 3; times += 1) {
      expect((await patient.post(postTo(proxy.url))).isOk()).toBe(true);
      await proxy.mend();
    }
  });

  test('that has no end is left after its first bytes', async () => {
    let written = 0;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const receiver = await receiverOf((outgoing) => {
      outgoing.on('close', resolve);
      const more = (): void => {
        while (!outgoing.destroyed && outgoing.write(Buffer.alloc(65_536))) written += 65_536;
        outgoing.once('drain', more);
      };
      more();
    });
    expect((await outbound().post(postTo(receiver.url)))._unsafeUnwrap()).toEqual({ status: 200 });
    await closed;
    // What the system buffers on both sides, and no more.
    expect(written).toBeLessThan(32 * 1_048_576);
  });

  test('that does not come is waited for no longer than was said', async () => {
    const receiver = await receiverOf(() => {});
    expect((await outbound().post(postTo(receiver.url)))._unsafeUnwrapErr()).toEqual({
      kind: 'unreachable',
      reason: 'the receiver did not answer in time',
    });
  });

  test('of nobody at all is told without the URL', async () => {
    const receiver = await receiverOf(answering(204));
    await receiver.close();
    opened.splice(opened.indexOf(receiver), 1);
    const failure = await outbound().post(postTo(`${receiver.url}/secret?token=hush`));
    expect(failure._unsafeUnwrapErr()).toEqual({
      kind: 'unreachable',
      reason: "the receiver can't be reached (ECONNREFUSED)",
    });
  });
});
