#!/usr/bin/env node
"use strict";
function f() { return new Error("e").stack.split("\n").find((l) => l.includes("shebang"))?.replace(/.*shebang/, ""); }
console.log(f());
