module.exports = class Exported { constructor(v) { this.v = v; } };
