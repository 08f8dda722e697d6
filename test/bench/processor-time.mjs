// Runs a command and prints the processor time that it took with all that it started, in milliseconds.
import { processorTime } from './programs.mjs';

const [command = '', ...args] = process.argv.slice(2);
console.log(processorTime(command, args));
