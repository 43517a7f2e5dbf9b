export const star = () => "star";
export default 5;
