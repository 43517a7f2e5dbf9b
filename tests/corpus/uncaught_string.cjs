// differs in node24 node26: stderr - a thrown value without a stack has the place of the probe
function fail() { throw "text"; }
fail();
