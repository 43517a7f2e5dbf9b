module.exports = "before return";
return;
module.exports = "after";
