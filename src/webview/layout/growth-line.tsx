/** What changed since the baseline, in a line that also sets and clears it. */
import type { JSX } from 'preact';
import { Change } from '../../core/growth/compare.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { baselineAgo } from './ages.ts';
import type { Since } from './baseline.ts';
import { difference, memoryInWords, permissionsInWords } from './growth-words.ts';
import { send } from './host.ts';
import { Icon } from './icons.tsx';
import type { Model } from './model.ts';
import { momentInWords } from './moments.ts';
import type { PartProps } from './props.ts';
import { useRoving } from './roving.ts';
import type { Scene } from './scene.ts';
import { TrendLine } from './trend-line.tsx';
import { clearBaseline, isOnly, setBaseline, showOnly, type ChangeId } from './set-baseline.ts';

const CHANGES: readonly (readonly [change: number, word: string, id: ChangeId])[] = [
  [Change.new, 'new', 'growth-new'],
  [Change.grown, 'grown', 'growth-grown'],
  [Change.shrunk, 'shrunk', 'growth-shrunk'],
];

/** Absent where there is but one reading and none will follow. */
export function GrowthLine({ model, change }: PartProps): JSX.Element | null {
  const { scene, since, live, snapshot } = model;
  const growth = scene?.listing.growth;
  const changes = CHANGES.flatMap(([of, word, id]) => {
    const regions = growth?.totals[of]?.regions ?? 0;
    return regions > 0 ? [{ id, text: `${formatCount(regions)} ${word}` }] : [];
  });
  const has = since?.baseline !== undefined;
  const { row, tabIndex } = useRoving(changes.length + (has ? 3 : 2));
  if (!scene || !since || !(growth || live.state !== 'none' || (snapshot?.mapCount ?? 0) > 1)) return null;
  return (
    <div class="growth" role="toolbar" aria-label="Growth" {...row}>
      <span title={has ? aboutBaseline(since) : undefined}>{leadOf(model, scene)}</span>
      {changes.length > 0 && (
        <span class="changes">
          {changes.map(({ id, text }, i) => (
            <button
              key={id}
              class="link"
              tabIndex={tabIndex(i)}
              aria-pressed={isOnly(model, id)}
              title="Show only these, or all again"
              onClick={() => change((now) => showOnly(now, id))}
            >
              {text}
            </button>
          ))}
        </span>
      )}
      {totalsOf(scene).map(({ text, title }) => (
        <span key={title} title={title}>
          {text}
        </span>
      ))}
      <TrendLine
        trend={model.trend}
        baseline={since.baseline && !since.other ? since.readAt : undefined}
        isRunning={live.state === 'running'}
      />
      <button
        class="link"
        tabIndex={tabIndex(changes.length)}
        title="Compare with what is seen now (m)"
        onClick={() => change(setBaseline)}
      >
        Set baseline
      </button>
      <button
        class="link"
        tabIndex={tabIndex(changes.length + 1)}
        title="Compare with another map: a file, or what another editor shows (c)"
        onClick={() => send({ type: 'compare', uri: undefined })}
      >
        Compare with…
      </button>
      {has && (
        <button
          class="tool"
          tabIndex={tabIndex(changes.length + 2)}
          title="Clear the baseline (M)"
          aria-label="Clear the baseline"
          onClick={() => change(clearBaseline)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

/** With the date, as a layout can stand open for days. */
function aboutBaseline({ mapCount, map, readAt, other }: Since): string {
  if (other) return `Compared with ${other.title}. Regions that ASLR moved are known by what they map`;
  if (mapCount > 1) return `Compared with map ${formatCount(map + 1)} of the file`;
  const { long } = momentInWords({ at: readAt, unit: 'time' });
  return `Compared with the reading of ${long}. Readings of a live process that found nothing new are not counted`;
}

/** `Since 14:02:11, 3 readings ago:`, with what follows when nothing has changed. */
function leadOf({ since, snapshot }: Model, scene: Scene): string {
  const { when } = scene.since;
  if (!since?.baseline) return 'Nothing is compared';
  const { differs } = scene.listing.growth ?? {};
  if (since.other) return `Compared with ${when}:${differs ? '' : ' no change'}`;
  if (since.mapCount > 1 && since.id === snapshot?.id) return 'This map is the baseline';
  const ago = baselineAgo(scene.listing, since);
  const lead = `Since ${when}${ago && `, ${ago}`}:`;
  return differs ? lead : `${lead} no change`;
}

/** What is not of regions that are there: what is gone, and the sums. */
function totalsOf({ listing: { growth }, sized }: Scene): readonly { readonly text: string; readonly title: string }[] {
  if (!growth) return [];
  const { gone, total } = growth;
  const parts = [
    {
      text: gone.regions > 0 ? `${formatCount(gone.regions)} gone` : '',
      title: `Regions that are no longer there${sized ? `, ${formatBytes(-gone.size)}` : ''}`,
    },
    { text: permissionsInWords(growth), title: 'Regions that are there still, as mprotect() leaves them' },
    { text: difference('size ', total), title: 'The size of all regions, reserved space included' },
    { text: memoryInWords(growth), title: 'The memory of all regions' },
  ];
  return parts.filter(({ text }) => text !== '');
}
