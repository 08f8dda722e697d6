/** Fields that are numbers: how their values are read, and ranges of them. */
import { readAmount, readCount, readHex, type Amount, type Comparison } from './amount.ts';
import { all, test, type Expression } from './expression.ts';
import { ORDER, type Field, type Operator } from './language.ts';

/** How numbers of a sort are written. */
export interface NumberForm {
  read(text: string): Amount | undefined;
  /** What the field needs, for messages. */
  readonly needs: string;
  /** A value. */
  readonly example: string;
}

/** Amounts of memory: bytes, or with a unit. */
export const BYTES: NumberForm = {
  read: (text) => withoutPercent(readAmount(text)),
  needs: 'a number such as 4k or 1.5M',
  example: '1M',
};

/** Amounts of memory, or a share of the whole. */
export const BYTES_OR_SHARE: NumberForm = { ...BYTES, read: readAmount };

/** Addresses as the kernel prints them. */
export const ADDRESS: NumberForm = {
  read: readHex,
  needs: 'a hexadecimal address such as 7f00aa000000',
  example: '7f00aa000000',
};

/** Offsets as the kernel prints them, in hexadecimal, or an amount with a unit. */
export const OFFSET: NumberForm = {
  read: (text) => readHex(text) ?? BYTES.read(text),
  needs: 'a hexadecimal number such as 1f000, or an amount such as 4k',
  example: '1f000',
};

/** Plain numbers. */
export const COUNT: NumberForm = { read: readCount, needs: 'a whole number such as 10', example: '10' };

function withoutPercent(amount: Amount | undefined): Amount | undefined {
  return amount?.unit === 'percent' ? undefined : amount;
}

/** A value as a number, or as a range: both ends are undefined when it is neither. */
export interface NumberValue {
  readonly from: Amount;
  /** Undefined for a single number. */
  readonly to: Amount | undefined;
}

/** Reads `1M`, `1M-2M` or `1M..2M`; undefined when it is none of them. */
export function readNumber(text: string, form: NumberForm): NumberValue | undefined {
  const single = form.read(text);
  if (single) return { from: single, to: undefined };
  const sign = text.includes('..') ? '..' : '-';
  const at = text.indexOf(sign);
  const from = at < 0 ? undefined : form.read(text.slice(0, at));
  const to = from && form.read(text.slice(at + sign.length));
  return from && to && { from, to };
}

/** A field that compares one number; `a-b` is from a to b, both included. */
export function numberField<Test>(
  names: Field<Test>['names'],
  detail: string,
  form: NumberForm,
  makeTest: (comparison: Comparison, amount: Amount) => Test,
): Field<Test> {
  const [title] = names;
  const compare = (comparison: Comparison, amount: Amount): Expression<Test> => test(makeTest(comparison, amount));
  return {
    names,
    detail,
    example: form.example,
    operators: ORDER,
    read: (operator, { text }) => {
      const value = readNumber(text, form);
      if (!value) return `${title} needs ${form.needs}`;
      const { from, to } = value;
      if (!to) return compare(comparisonOf(operator), from);
      if (comparisonOf(operator) !== '=') return `${operator} takes one number, not a range`;
      return all(compare('>=', from), compare('<=', to));
    },
  };
}

/** `:` is `=` for a number. */
export function comparisonOf(operator: Exclude<Operator, '!='>): Comparison {
  return operator === ':' ? '=' : operator;
}
