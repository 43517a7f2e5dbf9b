// runtimes: deno
// Decorators of TypeScript's older kind.
const log: string[] = [];
function klass(target: any): any { log.push(`class ${target.name}`); return class extends target { extra = 1; }; }
function method(target: any, key: string, descriptor: PropertyDescriptor): any { log.push(`method ${key}`); const old = descriptor.value; descriptor.value = function (...args: unknown[]) { return old.apply(this, args) + 1; }; return descriptor; }
function parameter(target: any, key: string, index: number): void { log.push(`parameter ${key} ${index}`); }
function property(target: any, key: string): void { log.push(`property ${key}`); }
@klass class K { @property p = 1; @method m(@parameter x: number): number { return x; } @method static s(x: number): number { return x; } }
console.log(new K().m(1), K.s(2), (new K() as any).extra, log.join());
