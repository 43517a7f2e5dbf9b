// A module that only its `await` tells from a script; it says require, module and exports in words.
await null;
console.log(typeof require, typeof module, typeof exports, this);
