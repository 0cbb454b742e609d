export type { AdapterConfiguration } from './adapters.ts';
export type { Configuration, Signing } from './configuration/configuration.ts';
export type { NamedSecret } from './configuration/keys.ts';
export type { Setting } from './configuration/settings.ts';
export type { PushConfiguration, PusherApp, VapidKeys } from './push-keys.ts';
export type { LogLevel, Values, VariableName } from './configuration/values.ts';
export { StartError, startServer, type StartedServer, type StartOptions } from './start.ts';
