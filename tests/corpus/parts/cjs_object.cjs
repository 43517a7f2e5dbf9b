const x = 1;
function y() { return 2; }
module.exports = { x, y, z: 3 };
