function f() { return /(?<a>x)(?<a>y)[z-a]/; }
f();
