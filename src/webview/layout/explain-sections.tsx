/** What is known of a region, section by section. Texts come from files: they are never HTML. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { rowAt } from '../../core/layout/axis.ts';
import { kindOf } from '../../core/kinds/kinds.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { FieldWords, FindingWords, RegionWords, Words } from '../../protocol/explanation.ts';
import { describeRegion, unmappedBefore } from './describe.ts';
import { send } from './host.ts';
import { Icon } from './icons.tsx';
import { select } from './model.ts';
import type { PartProps } from './props.ts';
import type { Scene } from './scene.ts';

interface SectionsProps extends PartProps {
  readonly position: number;
  /** undefined until the extension has told. */
  readonly told: RegionWords | undefined;
}

export function ExplainSections({ model: { scene }, change, position, told }: SectionsProps): JSX.Element {
  const [closed, setClosed] = useState<readonly string[]>([]);
  const section = (title: string, content: ComponentChildren): JSX.Element => (
    <details
      key={title}
      class="section"
      open={!closed.includes(title)}
      onToggle={({ currentTarget: { open } }) =>
        setClosed((now) =>
          open ? now.filter((each) => each !== title) : [...now.filter((each) => each !== title), title],
        )
      }
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {content}
    </details>
  );
  const counters = told?.counters ?? [];
  const isZero = ({ value }: FieldWords): boolean => value === '0';
  const zeros = counters.filter(isZero);
  return (
    <div class="told" aria-busy={told === undefined}>
      {told && told.findings.length > 0 && section('Findings', told.findings.map(finding))}
      {told && section('What it is', <Kind told={told} />)}
      {counters.length > 0 &&
        section(
          'Counters',
          <>
            {counters.filter((each) => !isZero(each)).map(counter)}
            {zeros.length > 0 && (
              <details key="zeros" class="field">
                <summary>{formatCount(zeros.length)} are 0</summary>
                {zeros.map(counter)}
              </details>
            )}
          </>,
        )}
      {told && section('Fields', told.fields.map(field))}
      {scene && section('Neighbours', <Neighbours scene={scene} change={change} position={position} />)}
    </div>
  );
}

function Kind({ told }: { readonly told: RegionWords }): JSX.Element {
  return (
    <>
      <p>
        <strong>{told.kind}</strong>, {told.confidence === 'guess' ? 'a guess' : told.confidence}. {told.description}
      </p>
      <ul class="evidence">
        {told.evidence.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {told.notes.map((note, i) => (
        <Sentence key={i} words={note} />
      ))}
    </>
  );
}

const SEVERITIES = ['', 'Note', 'Warning', 'Grave'];

function finding({ id, severity, title, why, advice, evidence }: FindingWords): JSX.Element {
  return (
    <div key={id} class={`finding severity-${severity}`}>
      <p class="headline">
        <Icon name={severity === 1 ? 'explain' : 'warning'} />
        <strong>{title}</strong>
        <span class="severity">{SEVERITIES[severity]}</span>
      </p>
      <Sentence words={evidence} />
      <p>{why}</p>
      <p>{advice}</p>
    </div>
  );
}

/** A column of the region's line. */
function field(told: FieldWords): JSX.Element {
  return fold(
    told,
    <summary title={told.label}>
      <span class="key">{told.name}</span>
      <code class="value">{told.value}</code>
    </summary>,
  );
}

function counter(told: FieldWords): JSX.Element {
  if (told.name === 'VmFlags' || told.value.length > LONGEST_AMOUNT) return field(told);
  return fold(
    told,
    <summary title={told.label}>
      <span class="key">{told.name}</span>
      <span class="value">{told.value}</span>
      <span class="share">{told.share}</span>
    </summary>,
    'counter',
  );
}

/** Longer values are none of those that are read one below the other. */
const LONGEST_AMOUNT = 12;

function fold(told: FieldWords, summary: JSX.Element, more = ''): JSX.Element {
  const { name, here, meaning, why, since, source } = told;
  return (
    <details key={name} class={`field ${more}`}>
      {summary}
      <p class="label">{told.label}</p>
      {[...here, meaning, why].map((words, i) => (
        <Sentence key={i} words={words} />
      ))}
      <p>
        <button class="link" onClick={() => send({ type: 'open-source', url: source.url })}>
          {source.title}
        </button>
        {since !== undefined && ` \u00b7 since ${since}`}
      </p>
    </details>
  );
}

function Sentence({ words }: { readonly words: Words }): JSX.Element {
  return <p>{words.map((part, i) => (typeof part === 'string' ? part : <code key={i}>{part.code}</code>))}</p>;
}

interface NeighboursProps {
  readonly scene: Scene;
  readonly change: PartProps['change'];
  readonly position: number;
}

function Neighbours({ scene, change, position }: NeighboursProps): JSX.Element {
  const neighbour = (word: string, to: number, upper: number): JSX.Element => {
    if (to < 0 || to >= scene.axis.count) {
      return <p key={word}>{`${word}: nothing, it is the ${to < 0 ? 'lowest' : 'highest'} region.`}</p>;
    }
    const { name, size, perms } = describeRegion(scene, to);
    const { label } = kindOf(scene.listing.regions.kind[rowAt(scene.axis, to)] ?? 0);
    const gap = unmappedBefore(scene, upper);
    return (
      <p key={word} class="neighbour">
        <span class="key">{word}</span>
        <span>
          <button class="link" onClick={() => change((now) => select(now, to))} aria-label={`${word}: ${name}`}>
            {name}
          </button>
          {[name === label ? '' : label, size ?? '', perms ?? '']
            .filter((part) => part !== '')
            .map((part) => ` \u00b7 ${part}`)}
          {gap !== undefined && (
            <span class="gap">{gap > 0 ? `${formatBytes(gap)} unmapped between` : 'adjoining'}</span>
          )}
        </span>
      </p>
    );
  };
  return (
    <>
      {neighbour('Before', position - 1, position)}
      {neighbour('After', position + 1, position + 1)}
    </>
  );
}
