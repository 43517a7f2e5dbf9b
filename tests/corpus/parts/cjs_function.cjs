module.exports = function exported(x) { return x + 1; };
module.exports.extra = "extra";
