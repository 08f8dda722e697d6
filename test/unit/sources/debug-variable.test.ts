/** Which addresses a row of the debugger's variables view stands for. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { variableAddresses } from '../../../src/sources/debug/variable-address.ts';

const addresses = (variable: object): string[] => variableAddresses(variable).map((each) => each.toString(16));

describe('the address of a variable', () => {
  it('is the value of a pointer, as debuggers print it', () => {
    const values = [
      '0x00005555555592a0',
      '0x00005555555592a0 "A"',
      '0x5555555592A0 <buffer+16>',
      '(char *) 0x5555555592a0',
      '(void (*)(int)) 0x5555555592a0 <handler>',
      '{int (int)} 0x5555555592a0 <main>',
      '@0x5555555592a0: 7',
      '&0x5555555592a0',
    ];
    for (const value of values) assert.deepEqual(addresses({ value }), ['5555555592a0'], value);
  });

  it('is the reference to its memory when the value is none', () => {
    assert.deepEqual(addresses({ value: '{x = 1}', memoryReference: '0x7ffe1000' }), ['7ffe1000']);
    assert.deepEqual(addresses({ value: '"text"', memoryReference: '4096' }), ['1000']);
    assert.deepEqual(addresses({ value: 'ArrayBuffer(8)', memoryReference: 'opaque-1' }), []);
  });

  it('may be either, the value first', () => {
    assert.deepEqual(addresses({ value: '0x10', memoryReference: '0x7ffe1000' }), ['10', '7ffe1000']);
    assert.deepEqual(addresses({ value: '0x10', memoryReference: '0x10' }), ['10']);
    assert.deepEqual(addresses({ value: '42', memoryReference: '0x7ffe1000' }), ['7ffe1000', '2a']);
  });

  it('is the number of a register, also where that is shown as negative', () => {
    assert.deepEqual(addresses({ value: String(0x5555555592a0) }), ['5555555592a0']);
    assert.deepEqual(addresses({ value: '-1' }), ['ffffffffffffffff']);
  });

  it('is none where the value only looks like one', () => {
    for (const value of [
      '0x',
      '0xzz',
      '0x11112222333344445',
      'x0x10',
      '1.5',
      '99999999999999999999',
      '-99999999999999999999',
      '',
      '0x10g',
    ]) {
      assert.deepEqual(addresses({ value }), [], value);
    }
    for (const variable of [{}, { value: 7 }, { value: null, memoryReference: {} }]) {
      assert.deepEqual(variableAddresses(variable), []);
    }
  });

  it('fits 64 bits, whatever the value is, and takes no time to find', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.string(), (any, value, memoryReference) => {
        variableAddresses(any);
        for (const address of variableAddresses({ value, memoryReference })) {
          assert.ok(address >= 0n && address < 1n << 64n);
        }
      }),
    );
    variableAddresses({ value: '('.repeat(1e6) });
    variableAddresses({ value: '(()'.repeat(1e5) });
  });
});
