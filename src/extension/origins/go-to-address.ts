/** "Go to Address": from a pointer or register of the debugger's variables view, or an address as typed, to its region. */
import * as vscode from 'vscode';
import { formatHexAddress, parseAddress } from '../../core/memory-map/address.ts';
import { fieldOf, textOf } from '../../sources/debug/values.ts';
import { variableAddresses } from '../../sources/debug/variable-address.ts';
import { LOCAL } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { showRegion } from '../documents/show-process.ts';
import { plainLabel } from '../platform/plain-label.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Services } from '../platform/services.ts';
import type { DebuggeeCommands } from './debuggee-commands.ts';
import { openBytes } from './region-bytes.ts';
import { firstMapped, placeSentence, unmappedSentence } from './region-words.ts';

/**
 * Opens the region that holds an address in the live map of the debuggee, and says what is there.
 * @param argument a row of the variables view (`{ sessionId, variable }`), or `{ address }` in hex; without either the user is asked
 * @returns the sentence that the user was told; undefined when there was nothing to look for
 */
export async function goToAddress(
  argument: unknown,
  commands: DebuggeeCommands,
  services: Services,
): Promise<string | undefined> {
  const variable = fieldOf(argument, 'variable');
  const told = textOf(fieldOf(argument, 'address'));
  const named = variable === undefined ? undefined : variableAddresses(variable);
  if (named?.length === 0) return tell(noAddress(variable));
  const debuggee = await commands.choose(argument);
  if (!debuggee) return undefined;
  const addresses = named ?? [told === undefined ? await askAddress(debuggee.process.name) : parseAddress(told)];
  const known = addresses.filter((address) => address !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;

  const { pid, startTime } = debuggee.process;
  const live = await services.worker.readProcess(LOCAL, { pid, file: 'maps', startTime });
  if (!live.ok) return tell(failureSentences(live));
  const location = firstMapped(live.map, known);
  if (!location) return tell(unmappedSentence(live.map, first, live.process.name));
  const { region } = location;
  await showRegion(live.process, region.start, region.line, { fresh: true });
  const sentence = placeSentence(location);
  void offerBytes(sentence, debuggee.known.readsMemory, () => openBytes(debuggee.known, region));
  return sentence;
}

function tell(sentence: string): string {
  void vscode.window.showInformationMessage(plainMessage(sentence));
  return sentence;
}

async function offerBytes(sentence: string, isReadable: boolean, open: () => Promise<unknown>): Promise<void> {
  const bytes = vscode.l10n.t('Open Region Bytes');
  const picked = await vscode.window.showInformationMessage(plainMessage(sentence), ...(isReadable ? [bytes] : []));
  if (picked === bytes) await open();
}

function noAddress(variable: unknown): string {
  const name = plainLabel(textOf(fieldOf(variable, 'name')) ?? '');
  return vscode.l10n.t(
    '"{0}" holds no address: its value is no pointer, and the debugger tells no place for it.',
    name,
  );
}

async function askAddress(name: string): Promise<bigint | undefined> {
  const input = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to Address in {0}', name),
    prompt: vscode.l10n.t('An address in hex, with or without 0x. Enter goes to the region that holds it.'),
    placeHolder: formatHexAddress(0x7f0012345678n),
    validateInput: (text) =>
      text.trim() === '' || parseAddress(text) !== undefined
        ? undefined
        : vscode.l10n.t('"{0}" is no address: up to 16 hex digits are.', text.trim()),
  });
  return input === undefined ? undefined : parseAddress(input);
}
