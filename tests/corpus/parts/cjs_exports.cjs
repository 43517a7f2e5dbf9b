exports.a = 1;
exports.b = () => "b";
exports["c"] = function () {};
Object.defineProperty(exports, "d", { enumerable: true, get: function () { return 4; } });
