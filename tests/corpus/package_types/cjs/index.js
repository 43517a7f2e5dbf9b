module.exports = function () { return "script by type " + typeof require; };
