import type fc from 'fast-check';
import { accountCommands } from './account-commands.ts';
import { bucketCommands } from './bucket-commands.ts';
import { itemCommands } from './item-commands.ts';
import type { Command } from './system.ts';

/** All that users do, each as often as the lists need to grow, shrink and be looked at. */
export const commands: readonly fc.Arbitrary<Command>[] = [...accountCommands, ...bucketCommands, ...itemCommands];
