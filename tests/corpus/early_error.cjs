"use strict";
function f(a) { return a; }
with (f) { }
