/** Pods as people type them. */
import assert from 'node:assert/strict';
import { readTypedPod } from '../../../../src/sources/targets/typed-pod.ts';

describe('a typed pod', () => {
  for (const [typed, namespace, pod, container] of [
    ['web-1', undefined, 'web-1', undefined],
    ['apps/web-1', 'apps', 'web-1', undefined],
    ['apps/web-1/log', 'apps', 'web-1', 'log'],
    ['deploy/web', undefined, 'deploy/web', undefined],
    ['apps/deploy/web', 'apps', 'deploy/web', undefined],
    ['apps/sts/db/log', 'apps', 'sts/db', 'log'],
    ['deploy', undefined, 'deploy', undefined],
    ['apps/job', 'apps', 'job', undefined],
  ] as const) {
    it(`may be ${typed}`, () => {
      assert.deepEqual(readTypedPod(typed), { kind: 'kubectl', context: undefined, namespace, pod, container });
    });
  }

  it('has no empty parts, and not too many', () => {
    for (const typed of ['', '/', 'a/', '/a', 'deploy/', 'a//b', 'a/b/c/d', 'a/deploy/b/c/d'])
      assert.equal(readTypedPod(typed), undefined, typed);
  });
});
