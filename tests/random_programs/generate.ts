/**
 * Makes random programs: functions of all forms that call each other, in all ways in and out, with marks
 * (marks.ts) where something happens to a call. They end, and what they print hangs on nothing outside.
 *
 * @module
 */
import { STRICT } from "./marks.ts";
import { Random } from "./random.ts";
import { type Callable, inner, type Method, type Scope } from "./scope.ts";

/** A marked program; its `H` is a `Host`. What it returns has to be waited for. */
export function generateProgram(seed: number): string {
  return new Generator(new Random(seed)).program();
}

const KINDS = ["plain", "plain", "plain", "generator", "async", "async generator"] as const;
const MOVES = ["nnnn", "nnr", "ntn", "r", "t", "nrn", "nntn", "nrrn", "nnnnnnn"];

class Generator {
  readonly #random: Random;
  #names = 0;
  #places = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  program(): string {
    const random = this.#random;
    const scope: Scope = {
      ...{ kind: "plain", returns: false, constructs: false, readable: ["v0"], assignable: ["v0"] },
      ...{ loops: [], blocks: [], breaksBlocks: true, callable: [], superMethods: [], depth: 0 },
    };
    const parts = [random.percent(60) ? STRICT : "", "const {L,T,D,P,S,N}=H;let v0=0;"];
    for (let i = 3 + random.below(4); i > 0; i--) parts.push(this.#declaration(scope));
    parts.push(`let v1=1;`);
    scope.readable.push("v1");
    const main = this.#function(
      "async",
      "main",
      [],
      () => this.#block(inner(scope, this.#body("async")), 5),
    );
    parts.push(`async function main${main}`);
    parts.push(this.#guarded(scope, this.#block(inner(scope), 4)));
    parts.push(`try{S(main())}catch(e){}`);
    return parts.join("\n");
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #place(): string {
    return JSON.stringify(`p${this.#places++}`);
  }

  #body(kind: Scope["kind"]): Partial<Scope> {
    return { kind, returns: true, constructs: false, loops: [], blocks: [], breaksBlocks: true };
  }

  // Functions

  /** Parameters and body: what follows the name of a function. */
  #function(
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
      this.#random.percent(8);
    const shadow = hides ? `function ${bound[0]}(){}` : "";
    return `(${list}){«enter ${[JSON.stringify(name), ...bound]}»${shadow}T();${body()}${end}«end»}`;
  }

  #params(scope: Scope): Param[] {
    const random = this.#random;
    const params: Param[] = [];
    for (let i = random.below(4); i > 0; i--) {
      const [a, b] = [this.#name("a"), this.#name("a")];
      const dice = random.below(12);
      if (dice < 8) params.push({ text: a, bound: [a], simple: true });
      else if (dice < 9) {
        params.push({ text: `${a}=${this.#expression(inner(scope, PLAIN), 2)}`, bound: [a], simple: false });
      } else if (dice < 10) params.push({ text: `{${a},x:${b}=2}={${a}:3}`, bound: [a, b], simple: false });
      else if (dice < 11) params.push({ text: `[${a},,${b}]=[1,2,3]`, bound: [a, b], simple: false });
      else if (i === 1) params.push({ text: `...${a}`, bound: [a], simple: false });
    }
    return params;
  }

  /** A scope for the body of a function with these parameters. */
  #within(scope: Scope, kind: Scope["kind"], params: Param[], more: Partial<Scope> = {}): Scope {
    const within = inner(scope, { ...this.#body(kind), superMethods: [], ...more });
    const bound = params.flatMap((param) => param.bound);
    within.readable.push(...bound);
    within.assignable.push(...bound);
    return within;
  }

  #declaration(scope: Scope): string {
    const random = this.#random;
    if (random.percent(25)) return this.#class(scope);
    const kind = random.pick(KINDS);
    const name = this.#name("f");
    const params = this.#params(scope);
    const within = this.#within(scope, kind, params);
    const body = (): string => this.#block(within, 3);
    const form = random.below(4);
    let text: string;
    if (form < 2) text = `${SIGNATURES[kind]} ${name}${this.#function(kind, name, params, body)}`;
    else if (form === 2 || kind.includes("generator")) {
      text = `const ${name}=${SIGNATURES[kind]}${this.#function(kind, name, params, body)};`;
    } else text = `const ${name}=${this.#arrow(name, kind as "plain" | "async", params, within)};`;
    scope.callable.push({ text: name, kind, methods: [] });
    return text + "\n";
  }

  #arrow(name: string, kind: "plain" | "async", params: Param[], within: Scope): string {
    const list = params.map((param) => param.text).join(",");
    const head = `${kind === "async" ? "async " : ""}(${list})=>`;
    const enter = [JSON.stringify(name), ...params.flatMap((param) => param.bound)].join(",");
    // `arguments` and the like are those of the function around.
    if (this.#random.percent(50)) {
      return `${head}«arrow ${enter}»${this.#expression(within, 2)}«/arrow»`;
    }
    return `${head}{«enter ${enter}»T();${this.#block(within, 2)}«nothing»«end»}`;
  }

  #class(scope: Scope): string {
    const random = this.#random;
    const name = this.#name("C");
    const bases = scope.callable.filter(({ kind }) => kind === "class");
    const base = bases.length > 0 && random.percent(60) ? random.pick(bases) : undefined;
    const methods: Method[] = base ? [...base.methods] : [];
    const superMethods = methods.filter(({ kind }) => kind === "plain").map((method) => method.name);
    const parts: string[] = [];
    if (random.percent(50)) parts.push(`x=${this.#expression(inner(scope, PLAIN), 2)};`);
    if (random.percent(30)) {
      const field = this.#name("h");
      const params = this.#params(scope);
      parts.push(`${field}=${this.#arrow(`${name}.${field}`, "plain", params, this.#within(scope, "plain", params))};`);
      methods.push({ name: field, kind: "plain" });
    }
    if (random.percent(60)) parts.push(this.#makeConstructor(name, base !== undefined, scope));
    for (let i = 1 + random.below(3); i > 0; i--) parts.push(this.#method(name, scope, methods, superMethods));
    if (random.percent(20)) {
      parts.push(
        `static{${
          this.#guarded(scope, this.#block(inner(scope, { ...STATIC_BLOCK, readable: ["v0"], assignable: [] }), 2))
        }}`,
      );
    }
    scope.callable.push({ text: name, kind: "class", methods });
    return `class ${name}${base ? ` extends ${base.text}` : ""}{${parts.join("\n")}}`;
  }

  #makeConstructor(name: string, derived: boolean, scope: Scope): string {
    const params = this.#params(scope);
    const within = this.#within(scope, "plain", params, { constructs: true });
    const body = (): string => {
      const before = derived && this.#random.percent(40)
        ? this.#block(
          inner(within, { returns: false, constructs: false, loops: [], blocks: [], breaksBlocks: true }),
          1,
        )
        : "";
      return `${before}${derived ? `super(${this.#arguments(within, 1)});` : ""}this.y=1;${this.#block(within, 2)}`;
    };
    return `constructor${this.#function("plain", `new ${name}`, params, body, "«this»")}`;
  }

  #method(className: string, scope: Scope, methods: Method[], superMethods: string[]): string {
    const random = this.#random;
    const dice = random.below(10);
    const overrides = random.percent(30) && superMethods.length > 0;
    const name = overrides ? random.pick(superMethods) : this.#name("m");
    if (dice < 1) {
      const within = this.#within(scope, "plain", []);
      methods.push({ name, kind: "getter" });
      return `get ${name}${this.#function("plain", `get ${className}.${name}`, [], () => this.#block(within, 2))}`;
    }
    if (dice < 2) {
      const a = this.#name("a");
      const params = [{ text: a, bound: [a], simple: true }];
      const within = this.#within(scope, "plain", params);
      methods.push({ name, kind: "setter" });
      return `set ${name}${this.#function("plain", `set ${className}.${name}`, params, () => this.#block(within, 2))}`;
    }
    const kind = overrides ? "plain" : random.pick(KINDS);
    const params = this.#params(scope);
    const within = this.#within(scope, kind, params, { superMethods });
    const prefix = PREFIXES[kind];
    if (dice < 4) {
      const text = this.#function(
        kind,
        `static ${className}.${name}`,
        params,
        () => this.#block({ ...within, superMethods: [] }, 2),
      );
      if (kind === "plain") methods.push({ name, kind: "static" });
      return `static ${prefix}${name}${text}`;
    }
    if (dice < 5 && kind === "plain") {
      // Where it overrides one, it may do so twice: a private name must not be declared twice.
      const secret = this.#name("m");
      const hidden = this.#function(
        kind,
        `${className}.#${secret}`,
        params,
        () => this.#block({ ...within, superMethods: [] }, 2),
      );
      const outer = this.#within(scope, "plain", []);
      methods.push({ name, kind: "plain" });
      const caller = this.#function(
        "plain",
        `${className}.${name}`,
        [],
        () => `return «return»this.#${secret}(${this.#arguments(outer, 1)})«/return»;`,
      );
      return `#${secret}${hidden}\n${name}${caller}`;
    }
    methods.push({ name, kind });
    return `${prefix}${name}${this.#function(kind, `${className}.${name}`, params, () => this.#block(within, 2))}`;
  }

  // Statements

  #guarded(scope: Scope, body: string): string {
    void scope;
    return `try{${body}}catch(e){L(${this.#place()},e)}`;
  }

  #block(scope: Scope, statements: number): string {
    let text = "";
    for (let i = 1 + this.#random.below(statements); i > 0; i--) text += this.#statement(scope) + "\n";
    return text;
  }

  #statement(scope: Scope): string {
    const random = this.#random;
    if (scope.depth > 6) return `L(${this.#place()},${this.#expression(scope, 0)});`;
    const dice = random.below(100);
    if (dice < 18) return `L(${this.#place()},${this.#expression(scope, 2)});`;
    if (dice < 28) {
      return `{${this.#block(inner(scope), 2)}}`.replace(
        /^\{([^]*)\}$/,
        random.percent(50) ? "{$1}" : "if(T()===void 0){$1}",
      );
    }
    if (dice < 36) return this.#variable(scope);
    if (dice < 42) return this.#exit(scope);
    if (dice < 60) return this.#try(scope);
    if (dice < 72) return this.#loop(scope);
    if (dice < 76) return this.#labelled(scope);
    if (dice < 80) return this.#switch(scope);
    if (dice < 86) return this.#drive(scope);
    if (dice < 89 && scope.depth < 4) return this.#declaration(scope);
    if (dice < 94 && scope.kind.startsWith("async")) return this.#forAwait(scope);
    if (dice < 97 && scope.assignable.length > 0) {
      return `${random.pick(scope.assignable)}=${this.#expression(scope, 2)};`;
    }
    return `if(N(${this.#expression(scope, 1)})%2){${this.#block(inner(scope), 2)}}else{${
      this.#block(inner(scope), 1)
    }}`;
  }

  #variable(scope: Scope): string {
    const name = this.#name("v");
    const text = this.#expression(scope, 2);
    const kind = this.#random.pick(["let", "const", "var"]);
    scope.readable.push(name);
    if (kind !== "const") scope.assignable.push(name);
    return `${kind} ${name}=${text};`;
  }

  /** A statement that leaves, one way or the other. */
  #exit(scope: Scope): string {
    const random = this.#random;
    const ways = ["throw"];
    if (scope.returns) ways.push("return", "return", "nothing");
    if (scope.loops.length > 0) ways.push("break", "continue");
    if (scope.blocks.length > 0) ways.push("label");
    const condition = random.percent(70) ? `if(N(${this.#expression(scope, 1)})%3!==1)` : "";
    switch (random.pick(ways)) {
      case "return":
        if (scope.constructs) return `${condition}return «return»{}«/return»;`;
        // The value that an async generator returns is awaited first.
        if (scope.kind === "async generator") {
          return `${condition}return «await»«return»${this.#expression(scope, 2)}«/return»«/»;`;
        }
        return `${condition}return «return»${this.#expression(scope, 2)}«/return»;`;
      case "nothing":
        return `${condition}{${scope.constructs ? "«this»" : "«nothing»"}return;}`;
      case "break":
        return `${condition}break ${random.pick(scope.loops)};`;
      case "continue":
        return `${condition}continue ${random.pick(scope.loops)};`;
      case "label":
        return `${condition}break ${random.pick(scope.blocks)};`;
      default:
        return `${condition}throw ${random.percent(50) ? "new Error(N" : "("}(${this.#expression(scope, 1)}));`;
    }
  }

  #try(scope: Scope): string {
    const form = this.#random.below(3);
    let text = `try{${this.#block(inner(scope), 2)}}`;
    if (form !== 1) text += `catch(e){«on»L(${this.#place()},e);${this.#block(inner(scope), 1)}}`;
    if (form !== 0) text += `finally{«on»${this.#block(inner(scope), 1)}}`;
    return text;
  }

  #loop(scope: Scope): string {
    const random = this.#random;
    const label = random.percent(30) ? this.#name("l") : "";
    const i = this.#name("i");
    const body = inner(scope, { loops: [...scope.loops, label] });
    // A name that a `break` without label would not reach.
    body.loops = body.loops.filter((name, at) => name !== "" || at === body.loops.length - 1);
    const head = label && `${label}:`;
    const generators = this.#callables(scope, "generator");
    const dice = random.below(5);
    if (dice === 0 && generators.length > 0) {
      const over = `${random.pick(generators)}(${this.#arguments(scope, 1)})`;
      body.readable.push(i);
      return `${head}for(const ${i} of ${over}){T();${this.#block(body, 2)}}`;
    }
    if (dice === 1) return `let ${i}=0;${head}while(${i}++<2){T();${this.#block(body, 2)}}`;
    if (dice === 2) return `let ${i}=0;${head}do{T();${this.#block(body, 2)}}while(${i}++<1);`;
    body.readable.push(i);
    if (dice === 3) return `${head}for(const ${i} of [1,2]){T();${this.#block(body, 2)}}`;
    return `${head}for(let ${i}=0;${i}<2;${i}++){T();${this.#block(body, 2)}}`;
  }

  #forAwait(scope: Scope): string {
    const random = this.#random;
    const i = this.#name("i");
    const label = random.percent(20) ? this.#name("l") : "";
    const body = inner(scope, { loops: [...scope.loops.filter(Boolean), label] });
    body.readable.push(i);
    const sources = [...this.#callables(scope, "async generator"), ...this.#callables(scope, "generator")];
    const over = sources.length > 0 && random.percent(75)
      ? `${random.pick(sources)}(${this.#arguments(scope, 1)})`
      : `[${this.#expression(scope, 1)},P(1,2)]`;
    const head = label && `${label}:`;
    return `«try loop»${head}for await(const ${i} of «each»${over}«/»){«on»T();${this.#block(body, 2)}}«/loop»`;
  }

  #labelled(scope: Scope): string {
    const label = this.#name("l");
    const blocks = scope.breaksBlocks ? [...scope.blocks, label] : [];
    return `${label}:{${this.#block(inner(scope, { blocks }), 3)}}`;
  }

  #switch(scope: Scope): string {
    const body = inner(scope, { blocks: [...scope.blocks] });
    const on = `N(${this.#expression(scope, 1)})%2`;
    const cases = [0, 1].map((value) =>
      `case ${value}:{${this.#block(inner(body), 1)}}${this.#random.percent(50) ? "break;" : ""}`
    );
    return `switch(${on}){${cases.join("")}default:{${this.#block(inner(body), 1)}}}`;
  }

  #drive(scope: Scope): string {
    const random = this.#random;
    const generators = this.#callables(scope, "generator");
    if (generators.length === 0) return `L(${this.#place()},${this.#expression(scope, 1)});`;
    const made = `${random.pick(generators)}(${this.#arguments(scope, 1)})`;
    if (random.percent(40)) return `D(${this.#place()},${made},"${random.pick(MOVES)}");`;
    const name = this.#name("g");
    const moves = Array.from(
      { length: 1 + random.below(3) },
      () => random.pick(["next(3)", "next()", "return(4)", `throw(5)`]),
    );
    return `const ${name}=${made};${
      moves.map((move) => this.#guarded(scope, `L(${this.#place()},${name}.${move}.value);`)).join("")
    }`;
  }

  // Expressions

  #callables(scope: Scope, kind: Callable["kind"]): string[] {
    return scope.callable.filter((callable) => callable.kind === kind).map((callable) => callable.text);
  }

  #arguments(scope: Scope, depth: number): string {
    return Array.from({ length: this.#random.below(4) }, () => this.#expression(scope, depth - 1)).join(",");
  }

  #expression(scope: Scope, depth: number): string {
    const random = this.#random;
    if (depth <= 0 || scope.depth > 7) {
      return scope.readable.length > 0 && random.percent(50) ? random.pick(scope.readable) : String(random.below(10));
    }
    const dice = random.below(100);
    const next = (): string => this.#expression(scope, depth - 1);
    if (dice < 30) return this.#call(scope, depth);
    if (dice < 40) return `(N(${next()})${random.pick(["+", "-", "*"])}N(${next()}))`;
    if (dice < 45) return `(N(${next()})%2?${next()}:${next()})`;
    if (dice < 50) return this.#callback(scope);
    if (dice < 54) return `(${next()},${next()})`;
    if (dice < 58) return `[${next()},${next()}][N(${next()})%2]`;
    if (dice < 62) return this.#immediate(scope);
    if (dice < 78 && scope.kind.startsWith("async")) return this.#await(scope, depth);
    if (dice < 84 && scope.kind.endsWith("generator")) return this.#yield(scope, depth);
    if (dice < 88 && scope.assignable.length > 0) return `(${random.pick(scope.assignable)}=${next()})`;
    if (dice < 91) return this.#object(scope);
    return this.#expression(scope, 0);
  }

  #call(scope: Scope, depth: number): string {
    const random = this.#random;
    if (scope.superMethods.length > 0 && random.percent(30)) {
      return `super.${random.pick(scope.superMethods)}(${this.#arguments(scope, depth)})`;
    }
    if (scope.callable.length === 0) return this.#expression(scope, 0);
    const { text, kind, methods } = random.pick(scope.callable);
    const given = this.#arguments(scope, depth);
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
        return this.#use(text, methods, given);
    }
  }

  #use(text: string, methods: Method[], given: string): string {
    if (methods.length === 0 || this.#random.percent(25)) return `new ${text}(${given}).y`;
    const { name, kind } = this.#random.pick(methods);
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

  #callback(scope: Scope): string {
    const params = [this.#name("a")].map((a) => ({ text: a, bound: [a], simple: true }));
    const within = this.#within(scope, "plain", params);
    const method = this.#random.pick(["map", "filter", "find", "flatMap"]);
    return `[1,2].${method}(${this.#arrow(`${method} callback`, "plain", params, within)})`;
  }

  #immediate(scope: Scope): string {
    const params = this.#params(scope);
    const name = this.#name("f");
    if (this.#random.percent(50)) {
      return `(${this.#arrow("<anonymous>", "plain", params, this.#within(scope, "plain", params))})(${
        this.#arguments(scope, 1)
      })`;
    }
    const body = (): string => this.#block(this.#within(scope, "plain", params), 2);
    return `(function ${name}${this.#function("plain", name, params, body)})(${this.#arguments(scope, 1)})`;
  }

  #object(scope: Scope): string {
    const name = this.#name("m");
    const params = this.#params(scope);
    const body = (): string => this.#block(this.#within(scope, "plain", params), 2);
    return `({${name}${this.#function("plain", name, params, body)}}).${name}(${this.#arguments(scope, 1)})`;
  }

  #await(scope: Scope, depth: number): string {
    const random = this.#random;
    const next = (): string => this.#expression(scope, depth - 1);
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

  #yield(scope: Scope, depth: number): string {
    const random = this.#random;
    const sources = scope.kind === "generator"
      ? this.#callables(scope, "generator")
      : [...this.#callables(scope, "async generator"), ...this.#callables(scope, "generator")];
    if (random.percent(30)) {
      const over = sources.length > 0 && random.percent(70)
        ? `${random.pick(sources)}(${this.#arguments(scope, 1)})`
        : `[4,5]`;
      const mark = scope.kind === "generator" ? "«delegate»" : "«delegate async»";
      return `(«wake»yield* ${mark}${over}«/»«/»)`;
    }
    return `(«wake»yield «yield»${this.#expression(scope, depth - 1)}«/»«/»)`;
  }
}

/** What a parameter looks like, and the names it binds. */
interface Param {
  text: string;
  bound: string[];
  simple: boolean;
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
