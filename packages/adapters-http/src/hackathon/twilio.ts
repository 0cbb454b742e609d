/** Whose texts become announcements. */
export interface TwilioSettings {
  /** The secret that Twilio signs its requests with. */
  readonly authToken: string;
  /** Phone numbers of organizers: `+15005550006`. */
  readonly numbers: readonly string[];
}

/** What Twilio says of a text that somebody sent. */
export type TwilioForm = Readonly<Record<string, string | readonly string[]>>;

/** Reads a form; a name that is there several times has a list. */
export function twilioForm(text: string): TwilioForm {
  const form = new Map<string, string | readonly string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form.get(name);
    form.set(name, before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]);
  }
  return Object.fromEntries(form);
}

/**
 * Whether a request is signed by Twilio, which Twilio's own library says.
 *
 * @param url - As Twilio was told to call it, with the query.
 */
export async function isSignedByTwilio(
  { authToken }: TwilioSettings,
  { signature, url, form }: { readonly signature: string; readonly url: string; readonly form: TwilioForm },
): Promise<boolean> {
  // The part that checks, and only when somebody texts: the whole library takes longer to load than the server.
  const { validateRequest } = await import('twilio/lib/webhooks/webhooks.js');
  return validateRequest(authToken, signature, url, form);
}

const TWIML_TYPE = 'text/xml; charset=utf-8';

/** An answer that Twilio texts back to the sender. */
export function twiml(message: string): { readonly status: 200; readonly contentType: string; readonly body: string } {
  const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    status: 200,
    contentType: TWIML_TYPE,
    body: `<?xml version="1.0" encoding="UTF-8"?><Response><Message>${escaped}</Message></Response>`,
  };
}
