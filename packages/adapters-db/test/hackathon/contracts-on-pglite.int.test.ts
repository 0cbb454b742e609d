import { describe } from 'vitest';
import { onPGlite } from '../support/subjects.ts';
import { hackathonContracts } from './contracts.ts';

describe('a hackathon on PGlite', () => hackathonContracts(onPGlite, { shared: false }));
