exports.f = function () { return "script without type"; };
