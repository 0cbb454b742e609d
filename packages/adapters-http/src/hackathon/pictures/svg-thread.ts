import { parentPort, workerData } from 'node:worker_threads';
import { svgFlaw } from './svg.ts';

// The whole of a thread that looks at one drawing.
parentPort?.postMessage(svgFlaw(String(workerData)), []);
