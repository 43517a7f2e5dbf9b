// runtimes: deno bun
/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */
type Node = string; const Fragment = (p: { children: Node[] }): Node => p.children.join("");
function h(tag: any, props: any, ...children: any[]): Node { return typeof tag === "function" ? tag({ ...props, children }) : `<${tag}${Object.entries(props ?? {}).map(([k, v]) => ` ${k}=${typeof v === "function" ? v() : v}`).join("")}>${children.flat().join("")}</${tag}>`; }
const List = <T,>({ items, render }: { items: T[]; render: (x: T) => Node }): Node => <ul>{items.map((x) => <li key={x}>{render(x)}</li>)}</ul>;
function App(props: { name: string }) { return <><h1 onClick={() => "clicked"}>Hello {props.name}</h1><List items={[1, 2]} render={(x) => <b>{x}</b>} />{(() => { return "text"; })()}</>; }
console.log(<App name="x" />);
