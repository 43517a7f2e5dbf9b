// differs in bun: stdout - Bun runs what its transpiler makes of the instrumented code
// Names that are not ASCII, or are written with escapes.
function größe(ñ) { return ñ; } const \u0061bc = (\u{78}) => x; const 变量 = () => "变", $ = () => "$", _ = () => "_", ℮ = () => "e", 𝒳 = (𐐀) => 𐐀;
class Ünï { "key with 😀"() { return 1; } \u0067o() { return 2; } static #ä = 3; static ö() { return Ünï.#ä; } }
console.log(größe(1), abc(2), 变量(), $(), _(), ℮(), 𝒳(5), new Ünï()["key with 😀"](), new Ünï().go(), Ünï.ö(), abc.name, 𝒳.name);
/* 😀😀 */ function place() { return new Error("😀").stack.split("\n").find((l) => l.includes("unicode_names"))?.replace(/.*unicode_names/, ""); } console.log(place(), /* 😀 */ place());
