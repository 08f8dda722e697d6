/** Quick picks draw `$(name)` as an icon; a process or another machine must not choose one. */
export function plainLabel(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
