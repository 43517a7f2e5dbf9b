/** What may stand where. */
export interface Scope {
  kind: "plain" | "generator" | "async" | "async generator";
  /** Whether code here may `return`. */
  returns: boolean;
  /** Whether it is the body of a constructor, of a derived one where `super()` may be missing yet. */
  constructs: boolean;
  /** Names that can be read. */
  readable: string[];
  /** Names that can be assigned to. */
  assignable: string[];
  /** Labels of loops and blocks around, the innermost last; `""` is a loop without one. */
  loops: string[];
  blocks: string[];
  /** Whether a `break` may name a block. */
  breaksBlocks: boolean;
  /** What can be called here. */
  callable: Callable[];
  /** Whether `super.…` means something. */
  superMethods: string[];
  depth: number;
}

/** A function, method or class that random code may use. */
export interface Callable {
  /** How to call it; `(…)` follows. */
  text: string;
  kind: Scope["kind"] | "class";
  methods: Method[];
}

/** A method or property of a class. */
export interface Method {
  name: string;
  kind: Scope["kind"] | "getter" | "setter" | "static";
}

/** The scope of a block inside of another. */
export function inner(scope: Scope, more: Partial<Scope> = {}): Scope {
  return {
    ...scope,
    readable: [...scope.readable],
    assignable: [...scope.assignable],
    callable: [...scope.callable],
    depth: scope.depth + 1,
    ...more,
  };
}
