// TypeScript that is only erased.
import type { Readable } from "node:stream";
import { type EventEmitter } from "node:events";
interface Shape { area(): number; }
type Fn<T> = (x: T) => T;
declare const nowhere: string;
declare function ghost(x: number): void;
abstract class Base<T> implements Shape { abstract area(): number; declare phantom: string; protected readonly x: number = 1; optional?: T; definite!: T; static s: number = 2; [key: string]: unknown; m?(): void; }
class Square extends Base<string> { #side: number; constructor(side: number) { super(); this.#side = side; } override area(): number { return this.#side ** 2; } get side(): number { return this.#side; } set side(v: number) { this.#side = v; } static of<T extends number>(this: void, x: T): Square { return new Square(x); } }
function over(x: string): string; function over(x: number): number; function over(x: string | number): string | number { return x; }
function self(this: { y: number }, a: number): number { return this.y + a; }
const generic = <T,>(x: T): T => x; const id: Fn<number> = (x) => x; const asserted = ((x: unknown) => x as number) satisfies (x: unknown) => number;
function guard(x: unknown): x is string { return typeof x === "string"; } function asserts(x: unknown): asserts x { if (!x) throw new Error("no"); }
const nonNull = (x?: string) => x!.length; async function later<T>(x: Promise<T>): Promise<Awaited<T>> { return await x; } function* gen(): Generator<number, void, unknown> { yield 1; }
const arrowType = async <T extends object>(x: T, ...rest: readonly T[]): Promise<T | undefined> => rest[0] ?? x;
let tuple: [a: number, b?: string] = [1]; const key = "a" as const; type K = typeof tuple; function optional(a?: number, b: number = 2, { c }: { c: number } = { c: 3 }): number { return (a ?? 1) + b + c; }
console.log(new Square(3).area(), Square.of(2).side, over(1), over("s"), self.call({ y: 1 }, 2), generic(1), id(2), asserted(3), guard("s"), asserts(1), nonNull("abc"), await later(Promise.resolve(5)), [...gen()], await arrowType({ a: 1 }), tuple[0], key, optional(), self.length, over.length);
