/** Asks the user for a source: of which kind, and which one. What can be found is offered; anything else can be typed. */
import * as vscode from 'vscode';
import type { Discovery } from '../../sources/targets/discover.ts';
import { readTypedPod } from '../../sources/targets/typed-pod.ts';
import type { ExecutableName } from '../../sources/source-settings.ts';
import { type AdbRights, sourceKey, type SourceSpec } from '../../sources/source-spec.ts';
import type { Services } from '../platform/services.ts';
import { plainLabel } from '../platform/plain-label.ts';

interface KindPick extends vscode.QuickPickItem {
  readonly ask: (services: Services) => Promise<SourceSpec | undefined>;
}

/** What is asked where the user types a source. */
interface Typing {
  readonly title: string;
  readonly placeholder: string;
  /** What typed words mean; undefined while they mean nothing. */
  readonly read: (typed: string) => SourceSpec | undefined;
}

const TYPING: Readonly<Record<ExecutableName, Typing>> = {
  ssh: {
    title: vscode.l10n.t('Add SSH Host'),
    placeholder: vscode.l10n.t('A name of your ssh configuration, user@host or ssh://user@host:port'),
    read: (host) => ({ kind: 'ssh', host }),
  },
  adb: {
    title: vscode.l10n.t('Add Android Device'),
    placeholder: vscode.l10n.t('Serial number, as “adb devices” prints it'),
    read: (serial) => ({ kind: 'adb', serial, rights: 'shell' }),
  },
  docker: {
    title: vscode.l10n.t('Add Docker Container'),
    placeholder: vscode.l10n.t('Name or ID of the container'),
    read: (container) => ({ kind: 'docker', container }),
  },
  podman: {
    title: vscode.l10n.t('Add Podman Container'),
    placeholder: vscode.l10n.t('Name or ID of the container'),
    read: (container) => ({ kind: 'podman', container }),
  },
  kubectl: {
    title: vscode.l10n.t('Add Kubernetes Pod'),
    placeholder: vscode.l10n.t('POD, NAMESPACE/POD or NAMESPACE/POD/CONTAINER; a pod may be deploy/NAME'),
    read: readTypedPod,
  },
};

const KINDS: readonly KindPick[] = [
  {
    label: vscode.l10n.t('$(remote-explorer) SSH Host…'),
    detail: vscode.l10n.t('A machine or board that ssh reaches. It needs nothing but sh and cat.'),
    ask: (services) => askTarget('ssh', services),
  },
  {
    label: vscode.l10n.t('$(device-mobile) Android Device…'),
    detail: vscode.l10n.t('Over adb, as its shell user, as root, or as a debuggable app.'),
    ask: askDevice,
  },
  {
    label: vscode.l10n.t('$(package) Docker Container…'),
    detail: vscode.l10n.t('Through docker exec.'),
    ask: (services) => askTarget('docker', services),
  },
  {
    label: vscode.l10n.t('$(package) Podman Container…'),
    detail: vscode.l10n.t('Through podman exec.'),
    ask: (services) => askTarget('podman', services),
  },
  {
    label: vscode.l10n.t('$(server-environment) Kubernetes Pod…'),
    detail: vscode.l10n.t('Through kubectl exec.'),
    ask: (services) => askTarget('kubectl', services),
  },
  {
    label: vscode.l10n.t('$(folder) Folder of Saved /proc Files…'),
    detail: vscode.l10n.t('A snapshot, an unpacked sosreport, a copy of /proc.'),
    ask: () => askSaved({ canSelectFolders: true, canSelectFiles: false }),
  },
  {
    label: vscode.l10n.t('$(archive) Archive of Saved /proc Files…'),
    detail: vscode.l10n.t('A tar, also packed, with the same in it.'),
    ask: () => askSaved({ canSelectFolders: false, canSelectFiles: true }),
  },
];

/** Asks for a source; undefined when the user gives up. */
export async function askSource(services: Services): Promise<SourceSpec | undefined> {
  const title = vscode.l10n.t('Add Source of Processes');
  const placeHolder = vscode.l10n.t('Where do the processes run?');
  const picked = await vscode.window.showQuickPick(KINDS, { title, placeHolder, matchOnDetail: true });
  return picked?.ask(services);
}

interface SourcePick extends vscode.QuickPickItem {
  readonly spec: SourceSpec | undefined;
}

/** Offers what is found of a kind, and takes what is typed. What is found is found by programs, as what is added is reached. */
async function askTarget(kind: ExecutableName, services: Services): Promise<SourceSpec | undefined> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const sentence = vscode.l10n.t('This workspace is not trusted, so only this machine and saved files are read.');
    if ((await vscode.window.showWarningMessage(sentence, manage)) === manage) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
    return undefined;
  }
  const { title, placeholder, read } = TYPING[kind];
  const pick = vscode.window.createQuickPick<SourcePick>();
  Object.assign(pick, { title, placeholder, matchOnDescription: true, matchOnDetail: true, busy: true });
  let found: readonly SourcePick[] = [];
  const show = (): void => {
    const spec = read(pick.value.trim());
    const typed = pick.value.trim() === '' ? undefined : spec;
    const isFound = typed && found.some((each) => each.spec && sourceKey(each.spec) === sourceKey(typed));
    const own: SourcePick[] =
      typed && !isFound
        ? [
            {
              // VS Code puts labels that begin with what was typed first: Enter takes what is there, if something is.
              label: vscode.l10n.t('Add {0}', plainLabel(pick.value.trim())),
              description: vscode.l10n.t('as typed'),
              alwaysShow: true,
              spec: typed,
            },
          ]
        : [];
    pick.items = [...found.filter(hasSpec), ...own, ...found.filter((each) => !hasSpec(each))];
  };
  const stopping = new AbortController();
  services.worker
    .discover(kind, stopping.signal)
    .then(
      (discovery) => {
        found = picksOf(discovery, services);
      },
      (error: unknown) => services.log.warn(`Looking for sources of ${kind}`, error),
    )
    .finally(() => {
      pick.busy = false;
      show();
    });
  pick.onDidChangeValue(show);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen?.spec) resolve(chosen.spec);
      });
      pick.onDidHide(() => resolve(undefined));
      show();
      pick.show();
    });
  } finally {
    stopping.abort();
    pick.dispose();
  }
}

function hasSpec({ spec }: SourcePick): boolean {
  return spec !== undefined;
}

function picksOf(discovery: Discovery, { sources }: Services): readonly SourcePick[] {
  const { found, whyNot } = discovery;
  if (whyNot) {
    const label = `$(info) ${plainLabel(whyNot.message)}`;
    return [{ label, detail: plainLabel(whyNot.advice), alwaysShow: true, spec: undefined }];
  }
  return found.map(({ spec, label, detail }) => ({
    label: plainLabel(label),
    description: sources.has(spec) ? vscode.l10n.t('added') : '',
    detail: plainLabel(detail),
    spec,
  }));
}

async function askDevice(services: Services): Promise<SourceSpec | undefined> {
  const device = await askTarget('adb', services);
  if (device?.kind !== 'adb') return undefined;
  const rights = await askRights();
  return rights && { ...device, rights };
}

async function askRights(): Promise<AdbRights | undefined> {
  const picks: readonly (vscode.QuickPickItem & { readonly rights: AdbRights | 'app' })[] = [
    {
      label: vscode.l10n.t('As the shell user'),
      detail: vscode.l10n.t('Lists all processes, and reads the maps of its own. After “adb root” it reads all.'),
      rights: 'shell',
    },
    { label: vscode.l10n.t('As root, through su'), detail: vscode.l10n.t('On a rooted device.'), rights: 'su' },
    {
      label: vscode.l10n.t('As an app, through run-as…'),
      detail: vscode.l10n.t('Reads the processes of a debuggable app.'),
      rights: 'app',
    },
  ];
  const title = vscode.l10n.t('Add Android Device');
  const picked = await vscode.window.showQuickPick(picks, { title, placeHolder: vscode.l10n.t('Read it as whom?') });
  if (picked?.rights !== 'app') return picked?.rights;
  const runAs = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The package of the app, such as com.example.app'),
    validateInput: (typed) =>
      /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/.test(typed) ? undefined : vscode.l10n.t('That is no package name.'),
  });
  return runAs === undefined ? undefined : { runAs };
}

async function askSaved(
  what: Pick<vscode.OpenDialogOptions, 'canSelectFiles' | 'canSelectFolders'>,
): Promise<SourceSpec | undefined> {
  const title = vscode.l10n.t('Add Saved Files of /proc');
  const [chosen] = (await vscode.window.showOpenDialog({ ...what, title, openLabel: vscode.l10n.t('Add') })) ?? [];
  return chosen && { kind: 'saved', path: chosen.fsPath };
}
