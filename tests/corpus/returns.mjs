// Ways to write `return`.
function asi() { return
  1; }
function comma() { return 1, 2; }
function object() { return { a: 1, b() { return 2; } }; }
function regex() { return /[/]\//g; }
function template() { return `a${1 + 1}b`; }
function comment() { return /* one */ 1 // two
  /* three */; }
function conditional(x) { if (x) return; else return "else"; }
function oneLine(x) { if (x) return x; return -x }
function generic() { return (function () { return 1 })() }
function negative() { return-1 }
function array() { return[1, 2] }
function string() { return"s" }
function not() { return!1 }
function spread() { return [...[1], ...[2]]; }
function arrowBody() { return (a, b) => a + b; }
function asyncArrow() { return async x => x }
function klass() { return class { static n = 1 } }
function noSemicolon() { return 1 }
function assignment() { let x; return x = 5 }
function yields() { return function* () { yield 1 } }
function inSwitch(x) { switch (x) { case 1: return "one"; default: return "other" } }
function inLoop() { for (;;) return "loop" }
function labelled() { a: return "label" }
function unreachable() { return "first"; return "second"; }
function voided() { return void 0 }
function parens() { return ( // comment
  1) }
function sequence() { return (1, 2), 3 }
function inOperator() { return "a" in { a: 1 } }
console.log(asi(), comma(), object().b(), regex().source, template(), comment(), conditional(1), conditional(0), oneLine(1), oneLine(0), generic(), negative());
console.log(array(), string(), not(), spread(), arrowBody()(1, 2), await asyncArrow()(3), klass().n, klass().name, noSemicolon(), assignment(), [...yields()()]);
console.log(inSwitch(1), inSwitch(2), inLoop(), labelled(), unreachable(), voided(), parens(), sequence(), inOperator(), yields().name, arrowBody().name);
