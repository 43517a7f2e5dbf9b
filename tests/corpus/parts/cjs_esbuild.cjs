"use strict";
var __defProp = Object.defineProperty;
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
var src = {};
__export(src, { one: () => one, two: () => two });
module.exports = src;
function one() { return "one"; }
const two = () => "two";
0 && (module.exports = { one, two });
