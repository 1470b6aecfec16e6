import 'reflect-metadata';
import { seed } from './seed';

void seed(process.argv.slice(2)).then((code) => process.exit(code));
