/** Anything that can be marked, or what a decorator of TypeScript's older kind is given. */
type Marked = object | undefined;

/**
 * Marks what is not to be traced: `notrace(fn)`, `@notrace` on a class or method, with decorators of the standard
 * and of TypeScript's older kind. The mark is seen in the source, when a module is loaded; at run time it does nothing
 * and costs nothing.
 *
 * @example
 * ```ts
 * const quiet = notrace((n: number) => n + 1);
 *
 * class Cart {
 *   @notrace
 *   total(): number {
 *     return 0;
 *   }
 * }
 * ```
 */
export function notrace<T extends Marked>(marked: T, ...decorated: unknown[]): T {
  // An older decorator of a member is given its name, and whatever it returns would replace the member.
  const name = typeof decorated[0];
  return name === "string" || name === "symbol" ? (undefined as T) : marked;
}
