this.x = 1;
module.exports = [this === exports, arguments.length, typeof require, typeof __filename, arguments[0] === exports].join();
