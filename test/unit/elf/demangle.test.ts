import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demangle } from '../../../src/core/elf/demangle.ts';
import { LONGEST_DEMANGLED, LONGEST_MANGLED } from '../../../src/core/elf/demangle-limits.ts';

type Cases = readonly (readonly [mangled: string, shown: string])[];

/** What `c++filt -i` of GNU Binutils 2.40 prints. */
const CPP: Cases = [
  ['_Z3foov', 'foo()'],
  ['_ZL3foov', 'foo()'],
  ['_ZN3foo3barEv', 'foo::bar()'],
  ['_ZN12_GLOBAL__N_13fooE', '(anonymous namespace)::foo'],
  ['_ZNK1A3fooERKSt6vectorIiE', 'A::foo(std::vector<int> const&) const'],
  ['_ZNKR1A3fooEv', 'A::foo() const &'],
  ['_ZNO1A3fooEv', 'A::foo() &&'],
  ['_ZNSt6vectorIiSaIiEED2Ev', 'std::vector<int, std::allocator<int> >::~vector()'],
  [
    '_ZNSsC1ERKSs',
    'std::basic_string<char, std::char_traits<char>, std::allocator<char> >::basic_string(std::string const&)',
  ],
  ['_ZN1AC1IiEET_', 'A::A<int>(int)'],
  ['_ZlsRSoi', 'operator<<(std::ostream&, int)'],
  ['_ZN1AltIiEEvRKS_', 'void A::operator< <int>(A const&)'],
  ['_Znwm', 'operator new(unsigned long)'],
  ['_ZdaPv', 'operator delete[](void*)'],
  ['_ZN1AcvT_IiEEv', 'A::operator int<int>()'],
  ['_Zli2_xy', 'operator"" _x(unsigned long long)'],
  ['_ZN1A3fooB5cxx11Ev', 'A::foo[abi:cxx11]()'],
  // Types that stand around what has them.
  ['_Z3fooPKPVKi', 'foo(int const volatile* const*)'],
  ['_Z3fooPKFivE', 'foo(int (*)() const)'],
  ['_Z3fooPDoFivE', 'foo(int (*)() noexcept)'],
  ['_Z3barPFPFvcEiE', 'bar(void (*(*)(int))(char))'],
  ['_Z3barRA5_KcA3_A4_iPA3_A4_i', 'bar(char const (&) [5], int [3][4], int (*) [3][4])'],
  ['_Z3barM1AFvvEM1AKFviEM1AiM1AA3_i', 'bar(void (A::*)(), void (A::*)(int) const, int A::*, int (A::*) [3])'],
  ['_Z3barIiEPFvcET_', 'void (*bar<int>(int))(char)'],
  ['_Z3fooDv4_fCfDn', 'foo(float __vector(4), float _Complex, decltype(nullptr))'],
  // Templates, packs of parameters, and what references to references become.
  ['_Z3fooIJiEJcdEEvDpT_DpT0_', 'void foo<int, char, double>(int, char, double)'],
  ['_Z3fooIJcdEJEEvDpT_DpT0_', 'void foo<char, double>(char, double)'],
  ['_Z3fooIJEJcdEEvDpT_DpT0_', 'void foo<, char, double>(, char, double)'],
  ['_Z1fIJRiOcEEvDpOT_', 'void f<int&, char&&>(int&, char&&)'],
  ['_Z1fIA4_KcEvRKT_', 'void f<char const [4]>(char const (&) [4])'],
  ['_Z1fIPFviEEvRKT_', 'void f<void (*)(int)>(void (* const&)(int))'],
  ['_Z1fIJicEEvN1AIXsZT_EEE', 'void f<int, char>(A<2>)'],
  ['_Z1fILb1ELi5ELj6ELln7ELc65EEvv', 'void f<true, 5, 6u, -7l, (char)65>()'],
  ['_Z1fIXgtLi1ELi2EEEvv', 'void f<((1)>(2))>()'],
  ['_Z1fIXadL_ZN1A3fooEvEEEvv', 'void f<&A::foo>()'],
  ['_Z1fIXadL_Z3fooIiEvvEEEvv', 'void f<&(void foo<int>())>()'],
  [
    '_Z1fIiEvNSt9enable_ifIXaasr3std11is_integralIT_EE5valuegtstS1_Li4EEvE4typeE',
    'void f<int>(std::enable_if<std::is_integral<int>::value&&(((sizeof (int))>(4))), void>::type)',
  ],
  ['_Z1fIiEDTcl4swapfp_fp_EET_', 'decltype (swap({parm#1}, {parm#1})) f<int>(int)'],
  ['_Z1fIiEDTcldtfp_3barIiEEET_', 'decltype (({parm#1}.(bar<int>))()) f<int>(int)'],
  ['_Z1fIiEDTpp_fp_ET_', 'decltype (++{parm#1}) f<int>(int)'],
  ['_Z1fIiEDTtlT_fp_EET_', 'decltype (int{{parm#1}}) f<int>(int)'],
  // Names inside of functions.
  ['_ZZ3fooIiEvT_E1x', 'foo<int>(int)::x'],
  ['_ZZ3fooIiEvT_ENKUlvE_clEv', 'foo<int>(int)::{lambda()#1}::operator()() const'],
  ['_ZZ3foovENKUlT_E0_clIiEEDaS_', 'auto foo()::{lambda(auto:1)#2}::operator()<int>(int) const'],
  ['_ZZ3foovEd0_NKUlvE_clEv', 'foo()::{default arg#2}::{lambda()#1}::operator()() const'],
  ['_ZZN1A3fooEvENUt_3barEv', 'A::foo()::{unnamed type#1}::bar()'],
  ['_ZZ3foovEs_0', 'foo()::string literal'],
  // What the compiler makes.
  ['_ZTV1A', 'vtable for A'],
  ['_ZTCN1A1BE0_1C', 'construction vtable for C-in-A::B'],
  ['_ZThn16_N1A3fooEv', 'non-virtual thunk to A::foo()'],
  ['_ZTv0_n24_N1A3fooEv', 'virtual thunk to A::foo()'],
  ['_ZGVZ3foovE1x', 'guard variable for foo()::x'],
  ['_ZTHN1A1xE', 'TLS init function for A::x'],
  ['_ZGTtNSt11logic_errorD0Ev', 'transaction clone for std::logic_error::~logic_error()'],
  ['_ZN3foo3barEv.constprop.0.cold', 'foo::bar() [clone .constprop.0] [clone .cold]'],
  ['_ZN3foo3barEi@@VERS_1.2', 'foo::bar(int)@@VERS_1.2'],
];

/** The same of Rust; crates are shown without their hashes. */
const RUST: Cases = [
  ['_ZN4core3fmt9Formatter3pad17h6a5e5a0d1ad3e6b2E', 'core::fmt::Formatter::pad'],
  [
    '_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE',
    "<Test + 'static as foo::Bar<Test>>::bar",
  ],
  ['_ZN3foo28_$u7b$$u7b$closure$u7d$$u7d$17h6a5e5a0d1ad3e6b2E.llvm.123', 'foo::{{closure}}'],
  ['_RNvC6_123foo3bar', '123foo::bar'],
  ['_RNvCs1234_7mycrate3foo', 'mycrate::foo'],
  ['_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y', 'utf8_idents::საჭმელად_გემრიელი_სადილი'],
  ['_RNCNCNgCs6DXkGYLi8lr_2cc5spawn00B5_', 'cc::spawn::{closure#0}::{closure#0}'],
  [
    '_RNCINkXs25_NgCsbmNqQUJIY6D_4core5sliceINyB9_4IterhENuNgNoBb_4iter8iterator8Iterator9rpositionNCNgNpB9_6memchr7memrchrs_0E0Bb_',
    '<core::slice::Iter<u8> as core::iter::iterator::Iterator>::rposition::<core::slice::memchr::memrchr::{closure#1}>::{closure#0}',
  ],
  [
    '_RINbNbCskIICzLVDPPb_5alloc5alloc8box_freeDINbNiB4_5boxed5FnBoxuEp6OutputuEL_ECs1iopQbuBiw2_3std',
    'alloc::alloc::box_free::<dyn alloc::boxed::FnBox<(), Output = ()>>',
  ],
  ['_RINtC8arrayvec8ArrayVechKj7b_E', 'arrayvec::ArrayVec::<u8, 123>'],
  ['_RINvC1a1fKb1_Kc61_Kan7f_KpE', "a::f::<true, 'a', -127, _>"],
  ['_RINvC1a1fFG_RL0_hRL_tEuE', "a::f::<for<'a> fn(&'a u8, &u16)>"],
  ['_RINvC1a1fFG0_UKCRL0_hRL1_tEtE', "a::f::<for<'a, 'b> unsafe extern \"C\" fn(&'b u8, &'a u16) -> u16>"],
  ['_RINvC1a1fDG_INtC1b1BRL0_hEp1CtEL_E', "a::f::<dyn for<'a> b::B<&'a u8, C = u16>>"],
  ['_RINvC1a1fTEThEThtEOePuQhSjAhj4_E', 'a::f::<(), (u8,), (u8, u16), *mut str, *const (), &mut u8, [usize], [u8; 4]>'],
];

const UNKNOWN: readonly string[] = [
  '',
  'main',
  '_Z',
  '_ZN',
  '_ZN3fooE3',
  '_Z3fo',
  '_Z3foov?',
  '_Z999999999999foo',
  '_Z3fooS_',
  '_Z3fooT_',
  '_ZN3fooEz.',
  '_R',
  '_RNvC3foo',
  '_RNvB_3bar',
  '_RINvC1a1fFG_RL2_hEuE',
];

describe('a mangled name', () => {
  for (const [mangled, shown] of [...CPP, ...RUST]) {
    it(`is shown as it was written: ${shown.slice(0, 100)}`, () => assert.equal(demangle(mangled), shown));
  }

  for (const name of UNKNOWN) {
    it(`is left alone where it is not known what it means: "${name}"`, () => assert.equal(demangle(name), undefined));
  }

  it('of C++ that looks a little like one of Rust is one of C++', () => {
    assert.equal(demangle('_ZN3foo17h1111111111111111E'), 'foo::h1111111111111111');
    assert.equal(demangle('_ZN17h6a5e5a0d1ad3e6b2E'), 'h6a5e5a0d1ad3e6b2');
    assert.equal(demangle('_ZN3foo6$u1b$a17h6a5e5a0d1ad3e6b2E'), 'foo::$u1b$a::h6a5e5a0d1ad3e6b2');
  });

  it('tells a parameter of each function by that function, wherever the type was met first', () => {
    // The second function's parameter repeats the type of the first one's.
    assert.equal(
      demangle('_Z1gIXadL_Z6is_infIfEbT_EEXadL_ZS0_IdEbS1_EEEvv'),
      'void g<&(bool is_inf<float>(float)), &(bool is_inf<double>(double))>()',
    );
  });
});

describe('a name that was made to cost time', () => {
  const hostile: readonly [what: string, name: string][] = [
    ['pointers to pointers', `_Z1f${'P'.repeat(LONGEST_MANGLED - 10)}i`],
    ['names in names', `_Z${'N'.repeat(20_000)}`],
    ['functions in functions', `_Z${'Z'.repeat(20_000)}`],
    ['functions of functions', `_Z1f${'PFi'.repeat(5000)}`],
    ['templates of templates', `_Z${'1fI'.repeat(5000)}`],
    [
      'what is twice what was before, again and again',
      `_Z1f1aI${Array.from({ length: 60 }, (_, i) => `1bI${substitution(i)}S_E`).join('')}E`,
    ],
    ['pairs of pairs', `_Z1f${doubling(40)}`],
    ['packs in packs', `_Z1fI${'J'.repeat(20_000)}`],
    ['types that wrap the one before', `_Z1f1A${chain(['K', 'P', 'R', 'A1_', 'M1A'], 3000)}`],
    ['qualifiers of what is qualified', `_Z1f1A${chain(['K', 'V'], 5000)}`],
    ['references to references', `_Z1f1A${chain(['R', 'O'], 5000)}`],
    ['constant arrays of arrays', `_Z1f1A${chain(['A1_'], 5000)}KS_`],
    [
      'expansions of a large pattern',
      `_Z1fIJiiEEv1A${chain(['P'], 200)}1BI${'S_'.repeat(4000)}E${'DpS5J_'.repeat(3000)}`,
    ],
    ['Rust: pairs of pairs', `_RINvC1a1f${'TB2_B2_E'.repeat(2000)}E`],
    ['Rust: references in references', `_RINvC1a1f${'R'.repeat(20_000)}hE`],
    ['Rust: types that refer to the one before', `_RINvC1a1f${rustChain(3000)}E`],
    ['Rust: traits that refer to the one before', `_RINvC1a1fD${rustChain(3000)}EL_E`],
    ['Rust: a binder of too many lifetimes', '_RINvC1a1fFGZZZZZZZZ_EuE'],
    ['Rust: an identifier that is coded badly', '_RNvC1au30_99999999999999999999999999999'],
    ['too long a name', `_Z${LONGEST_MANGLED}${'a'.repeat(LONGEST_MANGLED)}`],
  ];
  for (const [what, name] of hostile) {
    it(`is given up in time: ${what}`, () => {
      const shown = demangle(name);
      assert.ok(shown === undefined || shown.length <= LONGEST_DEMANGLED);
    });
  }

  it('or is just noise, gives no more than it may', () => {
    const names = [...CPP, ...RUST].map(([mangled]) => mangled);
    const edit = fc.tuple(fc.nat(400), fc.nat(6), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(...names),
        fc.array(edit, { maxLength: 4 }),
        (a, b, edits) => {
          let name = a + b.slice(2);
          for (const [at, cut, put] of edits) {
            const from = 2 + (at % Math.max(1, name.length - 2));
            name = name.slice(0, from) + put + name.slice(from + cut);
          }
          const shown = demangle(name);
          assert.ok(shown === undefined || shown.length <= LONGEST_DEMANGLED + name.length);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** The number of a substitution that was made as the `index`-th: `S_`, `S0_` … */
function substitution(index: number): string {
  return `S${index === 0 ? '' : (index - 1).toString(36).toUpperCase()}_`;
}

/** Types each of which is one of `wraps` around the one before. */
function chain(wraps: readonly string[], times: number): string {
  return Array.from({ length: times }, (_, i) => `${wraps[i % wraps.length]}${substitution(i)}`).join('');
}

/** References of Rust's scheme, each to the one before. */
function rustChain(times: number): string {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const base62 = (value: number): string =>
    value === 0
      ? '_'
      : `${value > 62 ? base62(Math.floor((value - 1) / 62) + 1).slice(0, -1) : ''}${digits[(value - 1) % 62]}_`;
  let text = 'NtC1a1b';
  let last = 8;
  for (let i = 0; i < times; i++) {
    const at = 8 + text.length;
    text += `B${base62(last)}`;
    last = at;
  }
  return text;
}

/** `f(A<int, int>, A<that, that>, …)`: each type is twice as long as the one before. */
function doubling(times: number): string {
  const types = ['1AIiiE'];
  for (let i = 1; i < times; i++) types.push(`S_I${substitution(i)}${substitution(i)}E`);
  return types.join('');
}
