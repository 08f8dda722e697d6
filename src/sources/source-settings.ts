/** What the user's settings say of how sources are reached. */

/** Programs that reach other machines. */
export type ExecutableName = 'ssh' | 'adb' | 'docker' | 'podman' | 'kubectl';

export interface SourceSettings {
  /** Paths of programs, where another one is wanted than the one in PATH. */
  readonly executables: Readonly<Partial<Record<ExecutableName, string>>>;
}
