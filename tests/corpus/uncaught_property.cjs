// differs in deno bun node24 node26: stderr - frames of the runtime, and its heading
class Custom extends Error { constructor(m) { super(m); this.code = "E_CUSTOM"; this.detail = { a: 1 }; } }
function fail() { throw new Custom("with properties"); }
fail();
