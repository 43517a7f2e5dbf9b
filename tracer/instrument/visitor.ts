/**
 * Walks a module and notes where probes go. The forms of what it inserts are few, and each is one method here:
 *
 * - a plain function: `const s=T.e2(id,a,b);try{ … return T.r(s,(value)) … ;T.v(s)}catch(x){throw T.x(s,x)}`
 * - one that may leave through a `finally` of its own notes the value and records it last:
 *   `… return v=(value) … ;v=void 0}catch(x){T.x(s,x);s=0;throw x}finally{if(s)T.r(s,v)}`
 * - one whose body would change its meaning in a block has no `try`: the probes of its callers see that it threw
 * - generators and async functions have an activation that outlives the stack: `const a=T.a(id,[…]);try{ …
 *   T.w(a,await T.s(a,(value))) … return T.l(a,(value)) … ;T.o(a)}catch(x){throw T.c(a,x)}finally{T.f(a)}`
 * - the module body, which can't be put into a block: `const a=T.m(id); … ;T.z(a)`
 *
 * `T` is the probes' global (tracer/probes.ts), whose name occurs nowhere in the module.
 *
 * @module
 */
import { type Edits, idSlot } from "./edits.ts";
import type { Marks } from "./marks.ts";
import { className, functionName, MODULE, type Place } from "./names.ts";
import { forEachChild, isFunction, type Node } from "./node.ts";
import { cannotBeFollowed, needsFunctionScope } from "./hoisting.ts";
import { endsInFinally } from "./leaving.ts";
import { bindings } from "./params.ts";
import { EarlyError } from "./errors.ts";
import { isSecret } from "../secret.ts";

/** What is known of a function from its source. */
export interface FunctionInfo {
  name: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
  /** function, arrow, method, getter, setter, constructor, generator, async, async generator, module. */
  kind: string;
  /** The names that its parameters bind, in order. */
  params: string[];
}

/** The function that a `return`, `await`, `yield` or `catch` belongs to. */
interface Frame {
  form: "plain" | "bare" | "late" | "activation" | "module" | "none";
  slot: string;
  constructs: boolean;
  async: boolean;
  /** Whether a value that it returns is awaited first: in an async generator. */
  awaitsResult: boolean;
}

/** Whether a function is traced, by its name and where it begins: line and column from 1. */
export type Wants = (name: string, line: number, column: number) => boolean;

/** What a module's functions are judged by. */
export interface Rules {
  marks: Marks;
  /** Which functions are traced; all are where it is not given. */
  wants: Wants | undefined;
  /** Whether the module has a `finally`, `of` or `using` at all: else its returns need no second look. */
  hasFinally: boolean;
  /** Whether it may have a loop with `await using` in its head. */
  waitsInHead: boolean;
}

const NOT_TRACED: Frame = { form: "none", slot: "", constructs: false, async: false, awaitsResult: false };

/** Collects the edits that trace one module, and the functions they speak of. */
export class Visitor {
  readonly functions: FunctionInfo[] = [];
  readonly #edits: Edits;
  /** The name of the probes' global, and the start of all names that are inserted. */
  readonly #probes: string;
  readonly #rules: Rules;

  constructor(edits: Edits, probes: string, rules: Rules) {
    this.#edits = edits;
    this.#probes = probes;
    this.#rules = rules;
  }

  /** The whole module: its body is the call `<module>`. */
  module(file: Node): void {
    const follows = !this.#rules.waitsInHead || !cannotBeFollowed(file.program);
    if (!follows || this.#rules.wants?.(MODULE, 1, 1) === false) {
      return this.#children(file.program, NOT_TRACED, undefined, undefined);
    }
    const slot = this.#add({ name: MODULE, line: 1, column: 1, kind: "module", params: [] });
    const frame: Frame = { form: "module", slot, constructs: false, async: true, awaitsResult: false };
    const body: Node[] = file.program.body;
    if (body.length === 0) return;
    const T = this.#probes;
    // Ahead of the first statement, not of the file: what begins it (`#!`, a BOM, `-->`, directives) must stay first.
    this.#edits.open(body[0].start, `const ${T}_a=${T}.m(${slot});`);
    this.#awaitUsing(file.program, frame);
    this.#children(file.program, frame, undefined, undefined);
    this.#edits.close(body.at(-1)!.end, `;${T}.z(${T}_a);`);
  }

  #add(info: FunctionInfo): string {
    this.functions.push(info);
    return idSlot(this.functions.length - 1);
  }

  #children(node: Node, frame: Frame, parent: Node | undefined, inClass: string | undefined): void {
    forEachChild(node, (child) => this.#visit(child, frame, node, parent, inClass));
  }

  #visit(node: Node, frame: Frame, parent: Node, grandparent: Node | undefined, inClass: string | undefined): void {
    if (node.declare || node.type === "WithStatement" || this.#rules.marks.has(node)) return;
    if (isFunction(node)) return this.#function(node, frame, { parent, grandparent, className: inClass });
    switch (node.type) {
      case "ClassDeclaration":
      case "ClassExpression":
        inClass = className(node, { parent, grandparent, className: inClass });
        break;
      case "ReturnStatement":
        return this.#return(node, frame, parent, inClass);
      case "AwaitExpression":
      case "YieldExpression":
        return this.#suspension(node, frame, parent, inClass);
      case "LabeledStatement":
      case "ForOfStatement":
        if (!isWaitingLoop(node)) break;
        if (parent.type !== "LabeledStatement") return this.#waitingLoop(node, frame, parent, inClass);
        if (node.type === "ForOfStatement") return this.#loopBody(node, frame, parent, inClass);
        break;
      case "BlockStatement":
        this.#awaitUsing(node, frame);
        break;
      case "RegExpLiteral":
        checkRegExp(node);
        break;
      case "CatchClause":
        this.#resume(node.body, frame, node.param);
        break;
      case "TryStatement":
        if (node.finalizer) this.#resume(node.finalizer, frame);
        break;
    }
    this.#children(node, frame, parent, inClass);
  }

  #function(node: Node, outer: Frame, place: Place): void {
    // A computed name and decorators are evaluated where the function stands, not in it.
    if (node.computed) this.#visit(node.key, outer, node, place.parent, place.className);
    for (const decorator of node.decorators ?? []) this.#visit(decorator, outer, node, place.parent, place.className);
    if (isAsm(node)) return;
    const name = functionName(node, place);
    const params = bindings(node);
    const { line, column } = node.loc.start;
    const form = this.#rules.wants?.(name, line, column + 1) === false
      ? "none"
      : this.#form(node, new Set(params.map(({ name }) => name)));
    if (form === "none") {
      for (const child of [...node.params, node.body]) {
        this.#visit(child, NOT_TRACED, node, place.parent, place.className);
      }
      return;
    }
    const slot = this.#add({
      name,
      line,
      column: column + 1,
      kind: kindOf(node),
      params: params.map((param) => param.name),
    });
    const T = this.#probes;
    // Outside of a block a function of the same name hides the argument from the first line on.
    const values = params.map(({ name, seen }) =>
      isSecret(name) ? `${T}.R` : seen || form !== "bare" ? name : `${T}.U`
    );
    const frame: Frame = {
      form,
      slot,
      constructs: node.kind === "constructor",
      async: node.async,
      awaitsResult: node.async && node.generator,
    };
    const begin = form === "activation"
      ? `const ${T}_a=${T}.a(${slot},[${values}]);try{`
      : `${form === "late" ? `let ${T}_v,` : "const "}${T}_s=${enter(T, slot, values)};${
        form === "bare" ? "" : "try{"
      }`;
    const end = this.#leaving(frame);
    for (const param of node.params) this.#visit(param, NOT_TRACED, node, place.parent, place.className);
    if (node.body.type === "BlockStatement") this.#block(node, frame, begin, end, place);
    else this.#expression(node, frame, begin, end, place);
  }

  #form(node: Node, params: Set<string>): Frame["form"] {
    const block = node.body.type === "BlockStatement";
    const inBlock = block && needsFunctionScope(node, params);
    if (node.async || node.generator) return inBlock || cannotBeFollowed(node.body) ? "none" : "activation";
    // Where compilers put the assignments of parameter properties hangs on `super()` standing at the top level.
    if (inBlock || node.params.some((param: Node) => param.type === "TSParameterProperty")) return "bare";
    return block && this.#rules.hasFinally && endsInFinally(node.body) ? "late" : "plain";
  }

  #block(node: Node, frame: Frame, begin: string, end: string, place: Place): void {
    const { body } = node;
    const directives = body.directives.length > 0;
    const from = directives ? body.directives.at(-1).end : body.start + 1;
    const fallOff = this.#fallOff(frame);
    this.#edits.open(from, (directives ? ";" : "") + begin);
    this.#awaitUsing(body, frame);
    this.#children(body, frame, node, place.className);
    if (from === body.end - 1) this.#edits.open(from, fallOff + end);
    else this.#edits.close(body.end - 1, `;${fallOff}${end}`);
  }

  #expression(node: Node, frame: Frame, begin: string, end: string, place: Place): void {
    const { body } = node;
    this.#edits.open(body.start, `{${begin}return ${this.#leave(frame)}(`);
    this.#visit(body, frame, node, place.parent, place.className);
    this.#edits.close(body.end, `))${end}}`);
  }

  #return(node: Node, frame: Frame, parent: Node, inClass: string | undefined): void {
    const T = this.#probes;
    if (frame.form === "none") return this.#children(node, frame, parent, inClass);
    if (node.argument) {
      // An async generator awaits what it returns.
      const awaited = frame.awaitsResult ? `${T}.s(${T}_a,` : "";
      this.#edits.open(node.argument.start, `${awaited}${this.#leave(frame)}(`);
      this.#visit(node.argument, frame, node, parent, inClass);
      this.#edits.close(node.argument.end, (frame.form === "late" ? ")))" : "))") + (awaited && ")"));
    } else if (frame.awaitsResult) {
      // Without a value nothing is awaited, and must not be.
      this.#edits.open(node.start, `{${this.#fallOff(frame)};`);
      this.#edits.close(node.end, "}");
    } else {
      this.#edits.close(node.start + 6, ` ${this.#fallOff(frame)}`);
    }
  }

  /** What a returned value is handed to, up to and without the parenthesis around the value. */
  #leave({ form }: Frame): string {
    const T = this.#probes;
    if (form === "plain" || form === "bare") return `${T}.r(${T}_s,`;
    // The comma keeps an anonymous function from being named after the variable.
    if (form === "late") return `(${T}_v=(0,`;
    return `${T}.l(${T}_a,`;
  }

  /** What stands at the end of a body, and behind a `return` without a value. */
  #fallOff({ form, constructs }: Frame): string {
    const T = this.#probes;
    if (form === "plain" || form === "bare") {
      return constructs ? `${T}.r(${T}_s,this)` : `${T}.v(${T}_s)`;
    }
    if (form === "late") return `${T}_v=void 0`;
    return `${T}.o(${T}_a)`;
  }

  /** What closes the `try` around a body. */
  #leaving({ form, constructs }: Frame): string {
    const T = this.#probes;
    if (form === "bare") return "";
    if (form === "plain") return `}catch(${T}_x){throw ${T}.x(${T}_s,${T}_x)}`;
    if (form === "late") {
      // Not before it is over: a `finally` of its own may be where it calls `super()`.
      const value = constructs ? `${T}_v===void 0?this:${T}_v` : `${T}_v`;
      return `}catch(${T}_x){${T}.x(${T}_s,${T}_x);${T}_s=0;throw ${T}_x}finally{if(${T}_s)${T}.r(${T}_s,${value})}`;
    }
    return `}catch(${T}_x){throw ${T}.c(${T}_a,${T}_x)}finally{${T}.f(${T}_a)}`;
  }

  #suspension(node: Node, frame: Frame, parent: Node, inClass: string | undefined): void {
    if (frame.form !== "activation" && frame.form !== "module") return this.#children(node, frame, parent, inClass);
    const T = this.#probes;
    const suspend = node.type === "AwaitExpression" ? "s" : node.delegate ? (frame.async ? "D" : "d") : "y";
    this.#edits.open(node.start, `${T}.w(${T}_a,`);
    if (node.argument) {
      this.#edits.open(node.argument.start, `${T}.${suspend}(${T}_a,(`);
      this.#visit(node.argument, frame, node, parent, inClass);
      this.#edits.close(node.argument.end, "))");
    } else {
      this.#edits.close(node.end, ` ${T}.${suspend}(${T}_a)`);
    }
    this.#edits.close(node.end, ")");
  }

  /**
   * At the end of a block with `await using` its function waits. Two resources of ours tell when: one that is
   * disposed of before all others, and one after them. What stands ahead of a later declaration is for the case that
   * this one throws.
   */
  #awaitUsing(block: Node, frame: Frame): void {
    const declarations = block.body.filter(isAwaitUsing);
    if (declarations.length === 0 || (frame.form !== "activation" && frame.form !== "module")) return;
    const T = this.#probes;
    this.#edits.open(declarations[0].start, `using ${T}_u=${T}.u(${T}_a);`);
    for (let i = 1; i < declarations.length; i++) {
      this.#edits.open(declarations[i].start, `using ${T}_b${i}=${T}.b(${T}_a);`);
    }
    this.#edits.close(declarations.at(-1).end, `;using ${T}_b=${T}.b(${T}_a);`);
  }

  /** However the loop is left, be it to a label far outside, the call goes on before anything else happens. */
  #waitingLoop(node: Node, frame: Frame, parent: Node, inClass: string | undefined): void {
    const follows = frame.form === "activation" || frame.form === "module";
    if (follows) this.#edits.open(node.start, "try{");
    if (node.type === "ForOfStatement") this.#loopBody(node, frame, parent, inClass);
    else this.#children(node, frame, parent, inClass);
    if (follows) this.#edits.close(node.end, `}finally{${this.#probes}.q(${this.#probes}_a)}`);
  }

  #loopBody(node: Node, frame: Frame, parent: Node, inClass: string | undefined): void {
    if (frame.form !== "activation" && frame.form !== "module") return this.#children(node, frame, parent, inClass);
    const T = this.#probes;
    const { right, body } = node;
    const disposes = isAwaitUsing(node.left);
    // A block of its own around what may be one with resources of its own.
    const block = body.type === "BlockStatement" && !disposes;
    this.#edits.open(right.start, `${T}.${node.await ? "i" : "g"}(${T}_a,(`);
    this.#edits.close(right.end, "))");
    if (block) this.#resume(body, frame);
    else this.#edits.open(body.start, `{${T}.q(${T}_a);${disposes ? `using ${T}_b=${T}.b(${T}_a);` : ""}`);
    this.#children(node, frame, parent, inClass);
    if (!block) this.#edits.close(body.end, "}");
  }

  /** At the start of a block that a suspended or abandoned call may go on in; `caught` is what a `catch` binds. */
  #resume(block: Node, frame: Frame, caught?: Node): void {
    const T = this.#probes;
    if (frame.form === "activation" || frame.form === "module") {
      const probe = caught?.type === "Identifier" ? `h(${T}_a,${caught.name})` : `q(${T}_a)`;
      this.#edits.open(block.start + 1, `${T}.${probe};`);
    } else if (frame.form !== "none") this.#edits.open(block.start + 1, `${T}.k(${T}_s);`);
  }
}

/** The parser leaves it to the engine what is wrong in a regular expression. */
function checkRegExp({ pattern, flags }: Node): void {
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    throw new EarlyError((error as Error).message);
  }
}

function enter(probes: string, slot: string, values: string[]): string {
  return values.length > 5
    ? `${probes}.en(${slot},[${values}])`
    : `${probes}.e${values.length}(${[slot, ...values].join(",")})`;
}

function isAwaitUsing(node: Node): boolean {
  return node.type === "VariableDeclaration" && node.kind === "await using";
}

/** Whether it is a loop that waits between its turns, labelled or not. */
function isWaitingLoop(node: Node): boolean {
  if (node.type === "LabeledStatement") return isWaitingLoop(node.body);
  return node.type === "ForOfStatement" && (node.await || isAwaitUsing(node.left));
}

function isAsm(fn: Node): boolean {
  return fn.body.directives?.some((directive: Node) => directive.value.value === "use asm") ?? false;
}

function kindOf(fn: Node): string {
  if (fn.async) return fn.generator ? "async generator" : "async";
  if (fn.generator) return "generator";
  switch (fn.kind) {
    case "get":
      return "getter";
    case "set":
      return "setter";
    case "constructor":
    case "method":
      return fn.kind;
    default:
      return fn.type === "ArrowFunctionExpression" ? "arrow" : "function";
  }
}
