import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { isSource, sourceKey, sourceLabel, sourceOf, type SourceSpec } from '../../../src/sources/source-spec.ts';

const word = fc.string({ minLength: 1, unit: 'grapheme' });
const maybe = fc.option(word, { nil: undefined });
const specs: fc.Arbitrary<SourceSpec> = fc.oneof(
  fc.constant<SourceSpec>({ kind: 'local' }),
  fc.record({ kind: fc.constant('ssh' as const), host: word }),
  fc.record({
    kind: fc.constant('adb' as const),
    serial: word,
    rights: fc.oneof(fc.constantFrom('shell' as const, 'su' as const), fc.record({ runAs: word })),
  }),
  fc.record({ kind: fc.constantFrom('docker' as const, 'podman' as const), container: word }),
  fc.record({ kind: fc.constant('kubectl' as const), context: maybe, namespace: maybe, pod: word, container: maybe }),
  fc.record({ kind: fc.constant('saved' as const), path: word }),
);

/** Arbitraries make records without a prototype. */
function plain(spec: SourceSpec): SourceSpec {
  return spec.kind === 'adb' && typeof spec.rights === 'object' ? { ...spec, rights: { ...spec.rights } } : { ...spec };
}

describe('keys of sources', () => {
  it('lead back to the source, whatever its words hold', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const key = sourceKey(spec);
        assert.deepEqual(sourceOf(key), plain(spec));
        assert.ok(!key.includes('/'), key);
        assert.ok(isSource(spec));
        assert.notEqual(sourceLabel(spec), '');
      }),
    );
  });

  it('are refused when they are none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const spec = sourceOf(text);
        assert.ok(spec === undefined || sourceKey(spec) === text);
      }),
    );
    for (const key of [
      '',
      'ssh',
      'ssh@',
      'adb',
      'adb@1@root',
      'adb@1@run-as',
      'docker',
      'saved',
      'toString',
      'ssh@%',
    ]) {
      assert.equal(sourceOf(key), undefined, key);
    }
  });

  it('are read from what settings hold only when it is a source', () => {
    for (const value of [
      undefined,
      null,
      'local',
      {},
      { kind: 'ssh' },
      { kind: 'ssh', host: 3 },
      { kind: 'adb', serial: 'a' },
    ])
      assert.equal(isSource(value), false, JSON.stringify(value));
    assert.ok(isSource({ kind: 'kubectl', pod: 'web-0' }));
  });
});
