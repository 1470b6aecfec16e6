import { startFront } from './front';

void startFront(process.env);
