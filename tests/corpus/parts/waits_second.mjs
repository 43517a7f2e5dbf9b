console.log("second begins");
export let second = 0;
await null; await null;
second = 2;
console.log("second ends");
