"use strict";
exports.reexported = function () { return "re-exported"; };
