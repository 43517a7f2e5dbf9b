async function fail() { throw 5; }
fail();
