export const f = () => "module by type";
