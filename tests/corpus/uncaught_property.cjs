// differs in deno bun: stderr - frames of the runtime, and the place is that of the instrumented code
class Custom extends Error { constructor(m) { super(m); this.code = "E_CUSTOM"; this.detail = { a: 1 }; } }
function fail() { throw new Custom("with properties"); }
fail();
