// A compiler of Markdown.
import { Marked, marked } from "marked";
const text = `# Title\n\nA *paragraph* with **strong**, \`code\`, [a link](https://x.y "t") and ![image](i.png).\n\n- one\n- two\n  1. nested\n\n> quote\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n\`\`\`js\nconst x = 1 < 2;\n\`\`\`\n\n---\n<b>html</b> &amp; entity\n`;
console.log(marked.parse(text));
const own = new Marked({ gfm: true, breaks: true, async: false });
own.use({ renderer: { heading({ tokens, depth }) { return `<H${depth}>${this.parser.parseInline(tokens)}</H${depth}>`; } }, walkTokens(token) { if (token.type === "strong") token.text = token.text.toUpperCase(); } });
console.log(own.parse("# a **b**\nline\nline"));
console.log(marked.lexer(text).map((t) => t.type).join());
console.log(await new Marked({ async: true, async walkTokens(t) { await null; } }).parse("*later*"));
