import { Expressions } from "./expressions.ts";
import { inner, type Scope } from "./scope.ts";

const MOVES = ["nnnn", "nnr", "ntn", "r", "t", "nrn", "nntn", "nrrn", "nnnnnnn"];

/** The part of the generator that makes statements. */
export abstract class Statements extends Expressions {
  protected abstract declaration(scope: Scope): string;

  protected guarded(scope: Scope, body: string): string {
    void scope;
    return `try{${body}}catch(e){L(${this.place()},e)}`;
  }

  protected block(scope: Scope, statements: number): string {
    let text = "";
    for (let i = 1 + this.random.below(statements); i > 0; i--) text += this.statement(scope) + "\n";
    return text;
  }

  protected statement(scope: Scope): string {
    const random = this.random;
    if (scope.depth > 6) return `L(${this.place()},${this.expression(scope, 0)});`;
    const dice = random.below(100);
    if (dice < 18) return `L(${this.place()},${this.expression(scope, 2)});`;
    if (dice < 28) {
      return `{${this.block(inner(scope), 2)}}`.replace(
        /^\{([^]*)\}$/,
        random.percent(50) ? "{$1}" : "if(T()===void 0){$1}",
      );
    }
    if (dice < 36) return this.variable(scope);
    if (dice < 42) return this.exit(scope);
    if (dice < 60) return this.try(scope);
    if (dice < 72) return this.loop(scope);
    if (dice < 76) return this.labelled(scope);
    if (dice < 80) return this.switch(scope);
    if (dice < 86) return this.drive(scope);
    if (dice < 89 && scope.depth < 4) return this.declaration(scope);
    if (dice < 94 && scope.kind.startsWith("async")) return this.forAwait(scope);
    if (dice < 97 && scope.assignable.length > 0) {
      return `${random.pick(scope.assignable)}=${this.expression(scope, 2)};`;
    }
    return `if(N(${this.expression(scope, 1)})%2){${this.block(inner(scope), 2)}}else{${this.block(inner(scope), 1)}}`;
  }

  protected variable(scope: Scope): string {
    const name = this.name("v");
    const text = this.expression(scope, 2);
    const kind = this.random.pick(["let", "const", "var"]);
    scope.readable.push(name);
    if (kind !== "const") scope.assignable.push(name);
    return `${kind} ${name}=${text};`;
  }

  /** A statement that leaves, one way or the other. */
  protected exit(scope: Scope): string {
    const random = this.random;
    const ways = ["throw"];
    if (scope.returns) ways.push("return", "return", "nothing");
    if (scope.loops.length > 0) ways.push("break", "continue");
    if (scope.blocks.length > 0) ways.push("label");
    const condition = random.percent(70) ? `if(N(${this.expression(scope, 1)})%3!==1)` : "";
    switch (random.pick(ways)) {
      case "return":
        if (scope.constructs) return `${condition}return «return»{}«/return»;`;
        // The value that an async generator returns is awaited first.
        if (scope.kind === "async generator") {
          return `${condition}return «await»«return»${this.expression(scope, 2)}«/return»«/»;`;
        }
        return `${condition}return «return»${this.expression(scope, 2)}«/return»;`;
      case "nothing":
        return `${condition}{${scope.constructs ? "«this»" : "«nothing»"}return;}`;
      case "break":
        return `${condition}break ${random.pick(scope.loops)};`;
      case "continue":
        return `${condition}continue ${random.pick(scope.loops)};`;
      case "label":
        return `${condition}break ${random.pick(scope.blocks)};`;
      default:
        return `${condition}throw ${random.percent(50) ? "new Error(N" : "("}(${this.expression(scope, 1)}));`;
    }
  }

  protected try(scope: Scope): string {
    const form = this.random.below(3);
    let text = `try{${this.block(inner(scope), 2)}}`;
    if (form !== 1) text += `catch(e){«on»L(${this.place()},e);${this.block(inner(scope), 1)}}`;
    if (form !== 0) text += `finally{«on»${this.block(inner(scope), 1)}}`;
    return text;
  }

  protected loop(scope: Scope): string {
    const random = this.random;
    const label = random.percent(30) ? this.name("l") : "";
    const i = this.name("i");
    const body = inner(scope, { loops: [...scope.loops, label] });
    // A name that a `break` without label would not reach.
    body.loops = body.loops.filter((name, at) => name !== "" || at === body.loops.length - 1);
    const head = label && `${label}:`;
    const generators = this.callables(scope, "generator");
    const dice = random.below(5);
    if (dice === 0 && generators.length > 0) {
      const over = `${random.pick(generators)}(${this.arguments(scope, 1)})`;
      body.readable.push(i);
      return `${head}for(const ${i} of ${over}){T();${this.block(body, 2)}}`;
    }
    if (dice === 1) return `let ${i}=0;${head}while(${i}++<2){T();${this.block(body, 2)}}`;
    if (dice === 2) return `let ${i}=0;${head}do{T();${this.block(body, 2)}}while(${i}++<1);`;
    body.readable.push(i);
    if (dice === 3) return `${head}for(const ${i} of [1,2]){T();${this.block(body, 2)}}`;
    return `${head}for(let ${i}=0;${i}<2;${i}++){T();${this.block(body, 2)}}`;
  }

  protected forAwait(scope: Scope): string {
    const random = this.random;
    const i = this.name("i");
    const label = random.percent(20) ? this.name("l") : "";
    const body = inner(scope, { loops: [...scope.loops.filter(Boolean), label] });
    body.readable.push(i);
    const sources = [...this.callables(scope, "async generator"), ...this.callables(scope, "generator")];
    const over = sources.length > 0 && random.percent(75)
      ? `${random.pick(sources)}(${this.arguments(scope, 1)})`
      : `[${this.expression(scope, 1)},P(1,2)]`;
    const head = label && `${label}:`;
    return `«try loop»${head}for await(const ${i} of «each»${over}«/»){«on»T();${this.block(body, 2)}}«/loop»`;
  }

  protected labelled(scope: Scope): string {
    const label = this.name("l");
    const blocks = scope.breaksBlocks ? [...scope.blocks, label] : [];
    return `${label}:{${this.block(inner(scope, { blocks }), 3)}}`;
  }

  protected switch(scope: Scope): string {
    const body = inner(scope, { blocks: [...scope.blocks] });
    const on = `N(${this.expression(scope, 1)})%2`;
    const cases = [0, 1].map((value) =>
      `case ${value}:{${this.block(inner(body), 1)}}${this.random.percent(50) ? "break;" : ""}`
    );
    return `switch(${on}){${cases.join("")}default:{${this.block(inner(body), 1)}}}`;
  }

  protected drive(scope: Scope): string {
    const random = this.random;
    const generators = this.callables(scope, "generator");
    if (generators.length === 0) return `L(${this.place()},${this.expression(scope, 1)});`;
    const made = `${random.pick(generators)}(${this.arguments(scope, 1)})`;
    if (random.percent(40)) return `D(${this.place()},${made},"${random.pick(MOVES)}");`;
    const name = this.name("g");
    const moves = Array.from(
      { length: 1 + random.below(3) },
      () => random.pick(["next(3)", "next()", "return(4)", `throw(5)`]),
    );
    return `const ${name}=${made};${
      moves.map((move) => this.guarded(scope, `L(${this.place()},${name}.${move}.value);`)).join("")
    }`;
  }
}
