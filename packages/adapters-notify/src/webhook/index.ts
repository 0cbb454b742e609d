export { newWebhookSecret, verifyWebhook, type WebhookHeaders, type WebhookUnverified } from './signature.ts';
export { webhookTransport, type WebhookAddress } from './webhook.ts';
