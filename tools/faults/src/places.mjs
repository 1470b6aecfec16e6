import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const RESULTS = path.join(ROOT, '.local/results');
