/** The text of a name while it is put together, held to the bounds of demangle-limits.ts. */
import { DEEPEST, giveUp, LONGEST_DEMANGLED, MOST_STEPS } from './demangle-limits.ts';

export class BoundedText {
  private readonly parts: string[] = [];
  private added = 0;
  private steps = 0;
  private depth = 0;

  text(): string {
    return this.parts.join('');
  }

  add(part: string): void {
    if (part === '') return;
    this.added += part.length;
    if (this.added > LONGEST_DEMANGLED) giveUp();
    this.parts.push(part);
  }

  endsWith(character: string): boolean {
    return this.parts.at(-1)?.endsWith(character) ?? false;
  }

  /** Grows whenever something is added. */
  get mark(): number {
    return this.parts.length;
  }

  /** Takes away what was added after a mark. */
  cutTo(mark: number): void {
    this.parts.length = mark;
  }

  /** Counts a part of the name that is looked at. */
  step(): void {
    if (++this.steps > MOST_STEPS) giveUp();
  }

  /** Does something for one part of the name, which may hold others. */
  nested(act: () => void): void {
    this.step();
    if (++this.depth > DEEPEST) giveUp();
    act();
    this.depth--;
  }
}
