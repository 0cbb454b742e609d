import type { Quintet } from '@quintet/core';
import type { Answer } from '../../http/answer.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import { INVALID_BODY, NUMBER_UNKNOWN, SIGNATURE_INVALID } from '../answers.ts';
import { ANNOUNCE_BY_SMS_ERRORS } from '../errors.ts';
import { SMS } from '../schemas.ts';
import { isSignedByTwilio, twilioForm, twiml, type TwilioSettings } from '../twilio.ts';

/** Announcing by text. Without settings there is no such route. */
export function twilioRoutes({ hackathon }: Quintet, settings: TwilioSettings | undefined): readonly Route[] {
  if (settings === undefined) return [];

  const announce = async (exchange: Exchange): Promise<Answer> => {
    const body = await exchange.text();
    if ('failure' in body) return exchange.failure(body.failure);
    const form = twilioForm(body.text);
    const signature = exchange.header('x-twilio-signature') ?? '';
    const url = exchange.origin + exchange.target;
    if (!(await isSignedByTwilio(settings, { signature, url, form }))) return SIGNATURE_INVALID;
    const { From: sender, Body: message } = form;
    if (typeof sender !== 'string' || !settings.numbers.includes(sender)) return NUMBER_UNKNOWN;
    return answerTo(
      exchange,
      await hackathon.announceBySms({ message }),
      () => twiml('Your announcement is out.'),
      ANNOUNCE_BY_SMS_ERRORS,
    );
  };

  return [
    {
      method: 'POST',
      path: '/twilio/announcement',
      operationId: 'announceBySms',
      summary: 'Where Twilio posts texts',
      description: 'Signed by Twilio (`X-Twilio-Signature`), from a number that is allowed. The answer is TwiML.',
      tag: 'Announcing by text',
      secured: false,
      body: {
        schema: SMS,
        contentType: 'application/x-www-form-urlencoded',
        refusals: [],
      },
      success: { status: 200, description: 'Announced' },
      refusals: [
        INVALID_BODY,
        SIGNATURE_INVALID,
        NUMBER_UNKNOWN,
        ...answersIn(ANNOUNCE_BY_SMS_ERRORS, { kind: 'field-empty', field: 'message' }),
      ],
      handle: announce,
    },
  ];
}
