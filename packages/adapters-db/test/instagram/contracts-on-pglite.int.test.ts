import { describe } from 'vitest';
import { onPGlite } from '../support/subjects.ts';
import { instagramContracts } from './contracts.ts';

describe('accounts of the network on PGlite', () => instagramContracts(onPGlite, { shared: false }));
