/** Times as rows and tooltips show them. */

/**
 * `14:03:09`, of a time in milliseconds since 1970. Not in the form of the user's language: the first time that is asked for,
 * everything waits tens of milliseconds for the tables of all languages.
 */
export function timeOfDay(milliseconds: number): string {
  const time = new Date(milliseconds);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
