export default (x = 1) => x;
