/**
 * Makes random programs: functions of all forms that call each other, in all ways in and out, with marks
 * (marks.ts) where something happens to a call. They end, and what they print hangs on nothing outside.
 *
 * @module
 */
import { STRICT } from "./marks.ts";
import { Random } from "./random.ts";
import type { Param } from "./expressions.ts";
import { inner, type Method, type Scope } from "./scope.ts";
import { Statements } from "./statements.ts";

/** A marked program; its `H` is a `Host`. What it returns has to be waited for. */
export function generateProgram(seed: number): string {
  return new Generator(new Random(seed)).program();
}

const KINDS = ["plain", "plain", "plain", "generator", "async", "async generator"] as const;

class Generator extends Statements {
  program(): string {
    const random = this.random;
    const scope: Scope = {
      ...{ kind: "plain", returns: false, constructs: false, readable: ["v0"], assignable: ["v0"] },
      ...{ loops: [], blocks: [], breaksBlocks: true, callable: [], superMethods: [], depth: 0 },
    };
    const parts = [random.percent(60) ? STRICT : "", "const {L,T,D,P,S,N}=H;let v0=0;"];
    for (let i = 3 + random.below(4); i > 0; i--) parts.push(this.declaration(scope));
    parts.push(`let v1=1;`);
    scope.readable.push("v1");
    const main = this.function(
      "async",
      "main",
      [],
      () => this.block(inner(scope, this.body("async")), 5),
    );
    parts.push(`async function main${main}`);
    parts.push(this.guarded(scope, this.block(inner(scope), 4)));
    parts.push(`try{S(main())}catch(e){}`);
    return parts.join("\n");
  }

  protected body(kind: Scope["kind"]): Partial<Scope> {
    return { kind, returns: true, constructs: false, loops: [], blocks: [], breaksBlocks: true };
  }

  // Functions

  /** Parameters and body: what follows the name of a function. */
  protected function(
    kind: Scope["kind"],
    name: string,
    params: Param[],
    body: () => string,
    end = "«nothing»",
  ): string {
    const bound = params.flatMap((param) => param.bound);
    const list = params.map((param) => param.text).join(",");
    // A function declared under the name of a parameter hides the argument from the body.
    const hides = kind === "plain" && bound.length > 0 && params.every(({ simple }) => simple) &&
      this.random.percent(8);
    const shadow = hides ? `function ${bound[0]}(){}` : "";
    return `(${list}){«enter ${[JSON.stringify(name), ...bound]}»${shadow}T();${body()}${end}«end»}`;
  }

  protected params(scope: Scope): Param[] {
    const random = this.random;
    const params: Param[] = [];
    for (let i = random.below(4); i > 0; i--) {
      const [a, b] = [this.name("a"), this.name("a")];
      const dice = random.below(12);
      if (dice < 8) params.push({ text: a, bound: [a], simple: true });
      else if (dice < 9) {
        params.push({ text: `${a}=${this.expression(inner(scope, PLAIN), 2)}`, bound: [a], simple: false });
      } else if (dice < 10) params.push({ text: `{${a},x:${b}=2}={${a}:3}`, bound: [a, b], simple: false });
      else if (dice < 11) params.push({ text: `[${a},,${b}]=[1,2,3]`, bound: [a, b], simple: false });
      else if (i === 1) params.push({ text: `...${a}`, bound: [a], simple: false });
    }
    return params;
  }

  /** A scope for the body of a function with these parameters. */
  protected within(scope: Scope, kind: Scope["kind"], params: Param[], more: Partial<Scope> = {}): Scope {
    const within = inner(scope, { ...this.body(kind), superMethods: [], ...more });
    const bound = params.flatMap((param) => param.bound);
    within.readable.push(...bound);
    within.assignable.push(...bound);
    return within;
  }

  protected declaration(scope: Scope): string {
    const random = this.random;
    if (random.percent(25)) return this.class(scope);
    const kind = random.pick(KINDS);
    const name = this.name("f");
    const params = this.params(scope);
    const within = this.within(scope, kind, params);
    const body = (): string => this.block(within, 3);
    const form = random.below(4);
    let text: string;
    if (form < 2) text = `${SIGNATURES[kind]} ${name}${this.function(kind, name, params, body)}`;
    else if (form === 2 || kind.includes("generator")) {
      text = `const ${name}=${SIGNATURES[kind]}${this.function(kind, name, params, body)};`;
    } else text = `const ${name}=${this.arrow(name, kind as "plain" | "async", params, within)};`;
    scope.callable.push({ text: name, kind, methods: [] });
    return text + "\n";
  }

  protected arrow(name: string, kind: "plain" | "async", params: Param[], within: Scope): string {
    const list = params.map((param) => param.text).join(",");
    const head = `${kind === "async" ? "async " : ""}(${list})=>`;
    const enter = [JSON.stringify(name), ...params.flatMap((param) => param.bound)].join(",");
    // `arguments` and the like are those of the function around.
    if (this.random.percent(50)) {
      return `${head}«arrow ${enter}»${this.expression(within, 2)}«/arrow»`;
    }
    return `${head}{«enter ${enter}»T();${this.block(within, 2)}«nothing»«end»}`;
  }

  protected class(scope: Scope): string {
    const random = this.random;
    const name = this.name("C");
    const bases = scope.callable.filter(({ kind }) => kind === "class");
    const base = bases.length > 0 && random.percent(60) ? random.pick(bases) : undefined;
    const methods: Method[] = base ? [...base.methods] : [];
    const superMethods = methods.filter(({ kind }) => kind === "plain").map((method) => method.name);
    const parts: string[] = [];
    if (random.percent(50)) parts.push(`x=${this.expression(inner(scope, PLAIN), 2)};`);
    if (random.percent(30)) {
      const field = this.name("h");
      const params = this.params(scope);
      parts.push(`${field}=${this.arrow(`${name}.${field}`, "plain", params, this.within(scope, "plain", params))};`);
      methods.push({ name: field, kind: "plain" });
    }
    if (random.percent(60)) parts.push(this.makeConstructor(name, base !== undefined, scope));
    for (let i = 1 + random.below(3); i > 0; i--) parts.push(this.method(name, scope, methods, superMethods));
    if (random.percent(20)) {
      parts.push(
        `static{${
          this.guarded(scope, this.block(inner(scope, { ...STATIC_BLOCK, readable: ["v0"], assignable: [] }), 2))
        }}`,
      );
    }
    scope.callable.push({ text: name, kind: "class", methods });
    return `class ${name}${base ? ` extends ${base.text}` : ""}{${parts.join("\n")}}`;
  }

  protected makeConstructor(name: string, derived: boolean, scope: Scope): string {
    const params = this.params(scope);
    const within = this.within(scope, "plain", params, { constructs: true });
    const body = (): string => {
      const before = derived && this.random.percent(40)
        ? this.block(
          inner(within, { returns: false, constructs: false, loops: [], blocks: [], breaksBlocks: true }),
          1,
        )
        : "";
      return `${before}${derived ? `super(${this.arguments(within, 1)});` : ""}this.y=1;${this.block(within, 2)}`;
    };
    return `constructor${this.function("plain", `new ${name}`, params, body, "«this»")}`;
  }

  protected method(className: string, scope: Scope, methods: Method[], superMethods: string[]): string {
    const random = this.random;
    const dice = random.below(10);
    const overrides = random.percent(30) && superMethods.length > 0;
    const name = overrides ? random.pick(superMethods) : this.name("m");
    if (dice < 1) {
      const within = this.within(scope, "plain", []);
      methods.push({ name, kind: "getter" });
      return `get ${name}${this.function("plain", `get ${className}.${name}`, [], () => this.block(within, 2))}`;
    }
    if (dice < 2) {
      const a = this.name("a");
      const params = [{ text: a, bound: [a], simple: true }];
      const within = this.within(scope, "plain", params);
      methods.push({ name, kind: "setter" });
      return `set ${name}${this.function("plain", `set ${className}.${name}`, params, () => this.block(within, 2))}`;
    }
    const kind = overrides ? "plain" : random.pick(KINDS);
    const params = this.params(scope);
    const within = this.within(scope, kind, params, { superMethods });
    const prefix = PREFIXES[kind];
    if (dice < 4) {
      const text = this.function(
        kind,
        `static ${className}.${name}`,
        params,
        () => this.block({ ...within, superMethods: [] }, 2),
      );
      if (kind === "plain") methods.push({ name, kind: "static" });
      return `static ${prefix}${name}${text}`;
    }
    if (dice < 5 && kind === "plain") {
      // Where it overrides one, it may do so twice: a private name must not be declared twice.
      const secret = this.name("m");
      const hidden = this.function(
        kind,
        `${className}.#${secret}`,
        params,
        () => this.block({ ...within, superMethods: [] }, 2),
      );
      const outer = this.within(scope, "plain", []);
      methods.push({ name, kind: "plain" });
      const caller = this.function(
        "plain",
        `${className}.${name}`,
        [],
        () => `return «return»this.#${secret}(${this.arguments(outer, 1)})«/return»;`,
      );
      return `#${secret}${hidden}\n${name}${caller}`;
    }
    methods.push({ name, kind });
    return `${prefix}${name}${this.function(kind, `${className}.${name}`, params, () => this.block(within, 2))}`;
  }
}

const PLAIN: Partial<Scope> = {
  kind: "plain",
  returns: false,
  constructs: false,
  loops: [],
  blocks: [],
  breaksBlocks: true,
  superMethods: [],
};
/** JavaScriptCore takes the block around it for the target of any labelled `break` here, and refuses it. */
const STATIC_BLOCK: Partial<Scope> = { ...PLAIN, breaksBlocks: false };
const SIGNATURES = {
  plain: "function",
  generator: "function*",
  async: "async function",
  "async generator": "async function*",
} as const;
const PREFIXES = { plain: "", generator: "*", async: "async ", "async generator": "async *" } as const;
