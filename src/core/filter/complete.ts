/** What can be written next in a filter of regions. */
import { printable } from '../memory-map/printable.ts';
import { formatCount } from '../memory-map/size.ts';
import { placeAt, type Place } from './completion-place.ts';
import type { Field, Operator } from './language.ts';
import { normalized } from './names.ts';
import type { FilterSubject, RegionTest } from './plan.ts';
import { regionLanguage } from './query.ts';
import { isCounter } from './region-counters.ts';
import { counterOf } from './region-tests.ts';
import { offeredValues } from './region-values.ts';

/** One completion: `insert` takes the place of the characters from `from` to `to` (exclusive). */
export interface FilterCompletion {
  readonly label: string;
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** What it is, and how many regions have it. */
  readonly detail: string;
}

/** More than anybody reads through. */
const MOST = 60;

/**
 * Completions at a caret (a character offset), the most likely first. With a subject, its values are offered with their
 * counts, and counters that it does not have are not. Names come from the map: a label is printable, and is to be shown as text.
 */
export function completeFilter(text: string, caret: number, subject?: FilterSubject): readonly FilterCompletion[] {
  const place = placeAt(text, caret, regionLanguage(subject));
  if (!place) return [];
  const { from, to } = place;
  return offersAt(place, subject)
    .slice(0, MOST)
    .map((offer) => ({ ...offer, from, to }));
}

type Offer = Omit<FilterCompletion, 'from' | 'to'>;

function offersAt(place: Place<RegionTest>, subject: FilterSubject | undefined): readonly Offer[] {
  switch (place.is) {
    case 'word':
      return wordOffers(place.typed, subject);
    case 'name':
      return likely(
        fieldsOf(subject).map(({ names: [name], detail }) => ({ label: name, insert: name, detail })),
        place.typed,
        (label) => label,
      );
    case 'operator':
      return place.field.operators.map((operator) => ({
        label: operator,
        insert: operator,
        detail: OPERATOR_WORDS[operator],
      }));
    case 'value':
      return valueOffers(place.field, place.typed, subject);
  }
}

const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  ':': 'has or is',
  '=': 'is exactly',
  '!=': 'is not',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
};

/** Fields, flags, and from two letters on the kinds that are there. */
function wordOffers(typed: string, subject: FilterSubject | undefined): readonly Offer[] {
  const { flags } = regionLanguage(subject);
  const offers: Offer[] = [];
  for (const { names, operators, detail } of fieldsOf(subject)) {
    const [name] = names;
    const [operator = ':', ...others] = operators;
    offers.push({ label: name + operator, insert: name + operator, detail });
    if (normalized(typed) !== normalized(name)) continue;
    for (const other of others) {
      offers.push({ label: name + other, insert: name + other, detail: `${detail}: ${OPERATOR_WORDS[other]}` });
    }
  }
  for (const name of flags.names) {
    const flag = flags.find(name);
    if (flag && typeof flag.expression !== 'string') offers.push({ label: name, insert: name, detail: flag.detail });
  }
  if (typed.length > 1) {
    for (const offer of valueOffers('kind', '', subject)) {
      offers.push({ ...offer, label: `kind:${offer.label}`, insert: `kind:${offer.insert}` });
    }
  }
  return likely(offers, typed, (label) => label.replace(/^kind:(?=.)/, ''));
}

/** The fields, without the counters that a subject does not have. */
function fieldsOf(subject: FilterSubject | undefined): readonly Field<RegionTest>[] {
  const { fields } = regionLanguage(subject);
  return fields.names.flatMap((name) => {
    const field = fields.find(name);
    const isThere = !subject || !isCounter(name) || (subject.counters && counterOf(subject.counters, name));
    return field && isThere ? [field] : [];
  });
}

function valueOffers(
  field: Field<RegionTest> | 'kind',
  typed: string,
  subject: FilterSubject | undefined,
): readonly Offer[] {
  const name = field === 'kind' ? field : field.names[0];
  const values = offeredValues(name, subject, typed);
  if (values.length === 0 && field !== 'kind' && typed === '') {
    return [{ label: field.example, insert: field.example, detail: field.detail }];
  }
  const offers = values.map(({ text, count, detail }): Offer => {
    const told = [detail, count === undefined ? undefined : regions(count)].filter((part) => part !== undefined);
    return { label: printable(text), insert: quoted(text), detail: told.join(' · ') };
  });
  return likely(offers, typed, (label) => label);
}

function regions(count: number): string {
  return count === 1 ? '1 region' : `${formatCount(count)} regions`;
}

/** What starts with what is typed, then what has it inside. */
function likely(offers: readonly Offer[], typed: string, nameOf: (label: string) => string): readonly Offer[] {
  const lower = typed.toLowerCase();
  const names = offers.map((offer) => ({ offer, name: nameOf(offer.label).toLowerCase() }));
  const start = names.filter(({ name }) => name.startsWith(lower));
  const inside = names.filter(({ name }) => !name.startsWith(lower) && name.includes(lower));
  return [...start, ...inside].map(({ offer }) => offer);
}

/** A value as it must be written to be taken for what it is. */
function quoted(text: string): string {
  return /^[^\s"(),|*]+$/.test(text) ? text : `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}
