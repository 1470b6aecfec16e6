import 'reflect-metadata';
import { migrate } from './migrate';

void migrate(process.argv[2] ?? 'status').then((code) => process.exit(code));
