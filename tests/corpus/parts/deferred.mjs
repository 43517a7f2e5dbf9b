console.log("runs");
export const value = (() => 7)();
