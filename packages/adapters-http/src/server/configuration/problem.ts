import { closest, distance } from 'fastest-levenshtein';

/** The known name that an unknown one may have been meant for; `undefined` where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const candidate = closest(name, [...known]);
  return distance(name, candidate) <= Math.max(2, Math.floor(name.length / 5)) ? candidate : undefined;
}

/** What a bad value of a variable looks like to whoever set it, in one line. */
export function badValue(name: string, shown: string, source: string, allowed: string): string {
  return `${name} is ${JSON.stringify(shortened(shown))} (${source}): allowed is ${allowed}`;
}

/** A name that nothing is known by, in one line. Its value is not shown: it may be a secret under a wrong name. */
export function unknownName(name: string, source: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const advice = meant === undefined ? 'docs/configuration.md lists those that are' : `did you mean ${meant}?`;
  return `${JSON.stringify(shortened(name)).slice(1, -1)} is not known (${source}): ${advice}`;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
