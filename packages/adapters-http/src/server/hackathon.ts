import type { HackathonChannels, HackathonSettings } from '@quintet/core';
import { PICTURE_PATH, type HackathonApiOptions, type PushEntrance } from '../hackathon/index.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { PushConfiguration } from './push-keys.ts';

/** What the configuration says of the hackathon's API. */
export function hackathonOptions(
  configuration: Configuration & { readonly push: PushConfiguration },
): Pick<HackathonApiOptions, 'timeZone' | 'twilio' | 'push'> {
  const { QUINTET_TWILIO_AUTH_TOKEN: authToken, QUINTET_TWILIO_NUMBERS: numbers = [] } = configuration.values;
  return {
    timeZone: configuration.values.QUINTET_HACKATHON_TIME_ZONE,
    push: entranceOf(configuration),
    ...(authToken === undefined ? {} : { twilio: { authToken, numbers } }),
  };
}

/**
 * What the configuration says of the hackathon's use cases.
 *
 * @param ownUrl - Where this server is reached, for links to pictures in messages; asked when one is made.
 */
export function hackathonSettings(
  configuration: Configuration,
  ownUrl: () => string,
): Pick<HackathonSettings, 'ticketLifetime' | 'timeZone' | 'channels' | 'pictureUrl'> {
  const { values, mounts, publicUrl } = configuration;
  return {
    ticketLifetime: values.QUINTET_HACKATHON_TICKET_TTL,
    timeZone: values.QUINTET_HACKATHON_TIME_ZONE,
    channels: channelsOf(configuration),
    pictureUrl: (id) => (publicUrl ?? ownUrl()) + mounts.hackathon + PICTURE_PATH + id,
  };
}

function channelsOf({ values }: Configuration): HackathonChannels {
  return {
    mentor: values.QUINTET_HACKATHON_CHANNEL_MENTOR,
    announcement: values.QUINTET_HACKATHON_CHANNEL_ANNOUNCEMENT,
    event: values.QUINTET_HACKATHON_CHANNEL_EVENT,
  };
}

function entranceOf(configuration: Configuration & { readonly push: PushConfiguration }): PushEntrance {
  const { transports, pusherApp, vapid } = configuration.push;
  const { key, secret, host, cluster } = pusherApp;
  const hosted = { ...(host === undefined ? {} : { host }), ...(cluster === undefined ? {} : { cluster }) };
  const isEmbedded = transports.includes('embedded');
  const hasPusher = isEmbedded || transports.includes('pusher');
  return {
    channels: channelsOf(configuration),
    ...(hasPusher ? { pusher: { key, secret, ...(isEmbedded ? {} : { hosted }) } } : {}),
    hasStream: transports.includes('sse'),
    ...(transports.includes('web-push') ? { webPushKey: vapid.publicKey } : {}),
  };
}
