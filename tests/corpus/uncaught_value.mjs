function fail() { throw { not: "an error" }; }
fail();
