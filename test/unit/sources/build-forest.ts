import type { ProcessInfo } from '../../../src/sources/process.ts';
import { forestSteps, type ProcessForest, type TreeOptions } from '../../../src/sources/process-tree.ts';

/** All steps of `forestSteps` at once. */
export function buildForest(processes: readonly ProcessInfo[], options: TreeOptions): ProcessForest {
  const steps = forestSteps(processes, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}
