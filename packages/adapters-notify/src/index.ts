export { createAdapter } from './module.ts';
