console.log("first begins");
await null;
console.log("first goes on");
export const first = await Promise.resolve(1);
console.log("first ends");
