"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = exports.named = void 0;
const named = () => "named";
exports.named = named;
var other = require("./cjs_other.cjs");
Object.defineProperty(exports, "reexported", { enumerable: true, get: function () { return other.reexported; } });
exports.default = function defaultOne() { return "default"; };
