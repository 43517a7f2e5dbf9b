function twice(x: number): number { return x * 2; }
module.exports = { twice };
