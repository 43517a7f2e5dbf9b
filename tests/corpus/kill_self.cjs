function die() { process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 2000); }
console.log("before");
die();
