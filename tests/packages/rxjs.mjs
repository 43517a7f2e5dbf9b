// Streams of callbacks.
import { BehaviorSubject, catchError, concatMap, defer, delay, EMPTY, firstValueFrom, from, generate, interval, lastValueFrom, map, merge, mergeMap, of, ReplaySubject, scan, share, Subject, switchMap, take, throwError, timer, toArray, zip } from "rxjs";
const show = async (name, source) => console.log(name, await lastValueFrom(source.pipe(toArray()), { defaultValue: [] }).catch((e) => `failed ${e.message ?? e}`));
await show("map", of(1, 2, 3).pipe(map((x) => x * 2), scan((a, b) => a + b, 0)));
await show("concatMap", from([1, 2]).pipe(concatMap((x) => of(x, x * 10).pipe(delay(1)))));
await show("switchMap", interval(1).pipe(take(3), switchMap(async (x) => x + 1)));
await show("zip", zip(of(1, 2), ["a", "b"]));
await show("error", throwError(() => new Error("e")).pipe(catchError((e) => of(e.message))));
await show("throws", of(1).pipe(map(() => { throw new Error("in map"); })));
await show("generate", generate({ initialState: 0, condition: (x) => x < 3, iterate: (x) => x + 1 }));
await show("async generator", from((async function* () { yield 1; yield 2; })()).pipe(mergeMap((x) => defer(() => Promise.resolve(x)))));
const subject = new Subject(), behavior = new BehaviorSubject(0), replay = new ReplaySubject(2), shared = subject.pipe(share()); const seen = [];
const subscription = merge(shared, behavior).subscribe({ next: (x) => seen.push(x), complete: () => seen.push("done") }); subject.next(1); behavior.next(2); replay.next(1); replay.next(2); replay.next(3); replay.subscribe((x) => seen.push(`r${x}`)); subject.complete(); behavior.complete(); subscription.unsubscribe();
console.log(seen.join(), await firstValueFrom(timer(1).pipe(map(() => "timer"))), await firstValueFrom(EMPTY, { defaultValue: "empty" }));
