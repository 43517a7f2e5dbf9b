import type { Random } from "./random.ts";
import type { Callable, Method, Scope } from "./scope.ts";

/** What a parameter looks like, and the names it binds. */
export interface Param {
  text: string;
  bound: string[];
  simple: boolean;
}

/** The part of the generator that makes expressions. */
export abstract class Expressions {
  protected readonly random: Random;
  private names = 0;
  private places = 0;

  protected abstract block(scope: Scope, statements: number): string;
  protected abstract params(scope: Scope): Param[];
  protected abstract within(scope: Scope, kind: Scope["kind"], params: Param[]): Scope;
  protected abstract function(kind: Scope["kind"], name: string, params: Param[], body: () => string): string;
  protected abstract arrow(name: string, kind: "plain" | "async", params: Param[], within: Scope): string;

  constructor(random: Random) {
    this.random = random;
  }

  protected name(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  protected place(): string {
    return JSON.stringify(`p${this.places++}`);
  }

  protected callables(scope: Scope, kind: Callable["kind"]): string[] {
    return scope.callable.filter((callable) => callable.kind === kind).map((callable) => callable.text);
  }

  protected arguments(scope: Scope, depth: number): string {
    return Array.from({ length: this.random.below(4) }, () => this.expression(scope, depth - 1)).join(",");
  }

  protected expression(scope: Scope, depth: number): string {
    const random = this.random;
    if (depth <= 0 || scope.depth > 7) {
      return scope.readable.length > 0 && random.percent(50) ? random.pick(scope.readable) : String(random.below(10));
    }
    const dice = random.below(100);
    const next = (): string => this.expression(scope, depth - 1);
    if (dice < 30) return this.call(scope, depth);
    if (dice < 40) return `(N(${next()})${random.pick(["+", "-", "*"])}N(${next()}))`;
    if (dice < 45) return `(N(${next()})%2?${next()}:${next()})`;
    if (dice < 50) return this.callback(scope);
    if (dice < 54) return `(${next()},${next()})`;
    if (dice < 58) return `[${next()},${next()}][N(${next()})%2]`;
    if (dice < 62) return this.immediate(scope);
    if (dice < 78 && scope.kind.startsWith("async")) return this.await(scope, depth);
    if (dice < 84 && scope.kind.endsWith("generator")) return this.yield(scope, depth);
    if (dice < 88 && scope.assignable.length > 0) return `(${random.pick(scope.assignable)}=${next()})`;
    if (dice < 91) return this.object(scope);
    return this.expression(scope, 0);
  }

  protected call(scope: Scope, depth: number): string {
    const random = this.random;
    if (scope.superMethods.length > 0 && random.percent(30)) {
      return `super.${random.pick(scope.superMethods)}(${this.arguments(scope, depth)})`;
    }
    if (scope.callable.length === 0) return this.expression(scope, 0);
    const { text, kind, methods } = random.pick(scope.callable);
    const given = this.arguments(scope, depth);
    switch (kind) {
      case "plain":
        return random.pick([
          `${text}(${given})`,
          `${text}(${given})`,
          `${text}?.(${given})`,
          `${text}.call(0${given && `,${given}`})`,
          `${text}\`a\${${given || "1"}}b\``,
        ]);
      case "generator":
        return `[...${text}(${given})].length`;
      case "async":
        return `S(${text}(${given}))`;
      case "async generator":
        return `S(${text}(${given}).${random.pick(["next(1)", "return(2)", `throw(3)`])})`;
      case "class":
        return this.use(text, methods, given);
    }
  }

  protected use(text: string, methods: Method[], given: string): string {
    if (methods.length === 0 || this.random.percent(25)) return `new ${text}(${given}).y`;
    const { name, kind } = this.random.pick(methods);
    const made = `new ${text}(${given})`;
    switch (kind) {
      case "plain":
        return `${made}.${name}(${given})`;
      case "static":
        return `${text}.${name}(${given})`;
      case "getter":
        return `${made}.${name}`;
      case "setter":
        return `(${made}.${name}=${given || "1"})`;
      case "generator":
        return `Array.from(${made}.${name}(${given})).length`;
      case "async":
        return `S(${made}.${name}(${given}))`;
      case "async generator":
        return `S(${made}.${name}(${given}).next())`;
    }
  }

  protected callback(scope: Scope): string {
    const params = [this.name("a")].map((a) => ({ text: a, bound: [a], simple: true }));
    const within = this.within(scope, "plain", params);
    const method = this.random.pick(["map", "filter", "find", "flatMap"]);
    return `[1,2].${method}(${this.arrow(`${method} callback`, "plain", params, within)})`;
  }

  protected immediate(scope: Scope): string {
    const params = this.params(scope);
    const name = this.name("f");
    if (this.random.percent(50)) {
      return `(${this.arrow("<anonymous>", "plain", params, this.within(scope, "plain", params))})(${
        this.arguments(scope, 1)
      })`;
    }
    const body = (): string => this.block(this.within(scope, "plain", params), 2);
    return `(function ${name}${this.function("plain", name, params, body)})(${this.arguments(scope, 1)})`;
  }

  protected object(scope: Scope): string {
    const name = this.name("m");
    const params = this.params(scope);
    const body = (): string => this.block(this.within(scope, "plain", params), 2);
    return `({${name}${this.function("plain", name, params, body)}}).${name}(${this.arguments(scope, 1)})`;
  }

  protected await(scope: Scope, depth: number): string {
    const random = this.random;
    const next = (): string => this.expression(scope, depth - 1);
    const what = random.pick([
      next,
      () => `P(${random.below(4)},${next()})`,
      () => `S(Promise.${random.pick(["all", "race", "allSettled"])}([${next()},P(${random.below(3)},${next()})]))`,
      () => `S(Promise.reject(${next()}))`,
      () =>
        `({then(y){y(${random.below(9)})}})`.replace(
          /then\(y\)\{(.*?)\}/,
          `then(y){«enter "then",y»$1;«nothing»«end»}`,
        ),
    ])();
    return `«wake»await «await»${what}«/»«/»`;
  }

  protected yield(scope: Scope, depth: number): string {
    const random = this.random;
    const sources = scope.kind === "generator"
      ? this.callables(scope, "generator")
      : [...this.callables(scope, "async generator"), ...this.callables(scope, "generator")];
    if (random.percent(30)) {
      const over = sources.length > 0 && random.percent(70)
        ? `${random.pick(sources)}(${this.arguments(scope, 1)})`
        : `[4,5]`;
      const mark = scope.kind === "generator" ? "«delegate»" : "«delegate async»";
      return `(«wake»yield* ${mark}${over}«/»«/»)`;
    }
    return `(«wake»yield «yield»${this.expression(scope, depth - 1)}«/»«/»)`;
  }
}
