await null;
function fail() { throw new Error("module failed"); }
fail();
