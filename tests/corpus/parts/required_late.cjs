function late(x) { return x; }
console.log("late", late([1]) !== null);
module.exports = { late };
