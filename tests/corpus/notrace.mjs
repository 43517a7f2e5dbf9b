// Functions that ask not to be traced.
const notrace = (f) => f;
/** @notrace */
function hidden(x) { return shown(x); }
function shown(x) { return x; }
const quiet = notrace((x) => shown(x));
class K { /** @notrace */ m(x) { return shown(x); } n(x) { return shown(x); } }
console.log(hidden(1), quiet(2), new K().m(3), new K().n(4));
