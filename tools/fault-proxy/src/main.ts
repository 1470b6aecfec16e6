import { startProgram } from './program';

void startProgram(process.env);
